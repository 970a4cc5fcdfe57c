// Rows in their order: moved by buttons, by keys (Alt and arrows) and by dragging, saved or not. They are numbered
// when the form is sent. Without this script the order is a number to fill in.
'use strict';
{
    const rowsOf = group => [...group.querySelectorAll('.inline-related:not(.empty-form)')];
    const orderOf = row => row.querySelector('input[name$="-order"]');
    const nameOf = row => row.querySelector('.inline_label')?.textContent.trim() || 'Row';

    const say = text => {
        let voice = document.getElementById('newsroom-voice');
        if (!voice) {
            voice = Object.assign(document.createElement('p'), {id: 'newsroom-voice', className: 'visually-hidden'});
            voice.setAttribute('role', 'status');
            document.getElementById('content-main').append(voice);
        }
        voice.textContent = text;
    };

    const refresh = group => {
        const rows = rowsOf(group);
        rows.forEach((row, place) => {
            const [up, down] = row.querySelectorAll('.move button');
            if (up) {
                up.disabled = place === 0;
                down.disabled = place === rows.length - 1;
            }
        });
    };

    const move = (row, step) => {
        const group = row.closest('.inline-group');
        const rows = rowsOf(group);
        const other = rows[rows.indexOf(row) + step];
        if (other) {
            step < 0 ? other.before(row) : other.after(row);
            refresh(group);
            say(`${nameOf(row)}: place ${rows.indexOf(row) + step + 1} of ${rows.length}`);
        }
    };

    const button = (sign, name, row, step) => {
        const made = Object.assign(document.createElement('button'), {type: 'button', textContent: sign, title: name});
        made.setAttribute('aria-label', name);
        made.addEventListener('click', () => {
            move(row, step);
            (made.disabled ? made.parentElement.querySelector('button:not(:disabled)') : made)?.focus();
        });
        return made;
    };

    const drag = (event, row) => {
        event.preventDefault();
        row.dataset.moving = '';
        const group = row.closest('.inline-group');
        const follow = at => {
            const over = rowsOf(group).find(other => {
                const box = other.getBoundingClientRect();
                return other !== row && at.clientY > box.top && at.clientY < box.bottom;
            });
            if (over) {
                const box = over.getBoundingClientRect();
                at.clientY < box.top + box.height / 2 ? over.before(row) : over.after(row);
            }
        };
        const drop = () => {
            delete row.dataset.moving;
            document.removeEventListener('pointermove', follow);
            refresh(group);
        };
        // On the document: to move the row there would end the grip's hold on the pointer.
        document.addEventListener('pointermove', follow);
        document.addEventListener('pointerup', drop, {once: true});
        document.addEventListener('pointercancel', drop, {once: true});
    };

    const equip = row => {
        if (!orderOf(row) || row.querySelector('.move')) {
            return;
        }
        const tools = Object.assign(document.createElement('span'), {className: 'move'});
        const grip = Object.assign(document.createElement('span'), {className: 'grip', textContent: '⠿', title: 'Drag'});
        grip.setAttribute('aria-hidden', 'true');
        grip.addEventListener('pointerdown', event => drag(event, row));
        tools.append(grip, button('↑', 'Move up', row, -1), button('↓', 'Move down', row, 1));
        row.querySelector('h3').prepend(tools);
    };

    // Saved rows must keep the first numbers of the formset, whatever their place on the page.
    const number = group => {
        const prefix = group.id.replace(/-group$/, '');
        const rows = rowsOf(group);
        rows.forEach((row, place) => { orderOf(row).value = place + 1; });
        const saved = rows.filter(row => row.classList.contains('has_original'));
        [...saved, ...rows.filter(row => !saved.includes(row))].forEach((row, index) => {
            for (const field of row.querySelectorAll(`[name^="${prefix}-"]`)) {
                field.name = field.name.replace(/-\d+-/, `-${index}-`);
            }
        });
    };

    // A form that comes back with errors brings its rows as they were numbered, not as they stood.
    const arrange = group => {
        const rows = rowsOf(group);
        const place = row => Number(orderOf(row).value) || (row.classList.contains('has_original') ? 0 : Infinity);
        const sorted = [...rows].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
        if (sorted.some((row, index) => row !== rows[index])) {
            const end = rows[rows.length - 1].nextSibling;
            sorted.forEach(row => end.parentNode.insertBefore(row, end));
        }
    };

    const sortable = () => [...document.querySelectorAll('.inline-group')].filter(group => group.querySelector('input[name$="-order"]'));

    document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.classList.add('sorted');
        for (const group of sortable()) {
            arrange(group);
            rowsOf(group).forEach(equip);
            refresh(group);
        }
        document.querySelector('#content-main form')?.addEventListener('submit', () => sortable().forEach(number));
    });
    const takeOver = row => {
        const above = row.previousElementSibling?.closest('.inline-related');
        for (const field of row.querySelectorAll('[data-as-above]')) {
            field.value = above?.querySelector('[data-as-above]')?.value ?? field.value;
        }
    };

    document.addEventListener('formset:added', event => {
        equip(event.target);
        takeOver(event.target);
        refresh(event.target.closest('.inline-group'));
        event.target.querySelector('.form-row :is(select, textarea, input:not([type="hidden"]))')?.focus();
    });
    document.addEventListener('formset:removed', () => sortable().forEach(refresh));
    document.addEventListener('keydown', event => {
        const row = event.altKey && event.target.closest?.('.rows .inline-related');
        const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
        if (row && step && orderOf(row)) {
            event.preventDefault();
            move(row, step);
            event.target.focus();
        }
    });
}
