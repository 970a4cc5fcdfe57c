// While a title or a name is typed: a word of warning, with links, when something like it is there already.
'use strict';
{
    const WAIT = 350;

    const boxOf = field => {
        const box = document.getElementById(`${field.id}_alike`);
        if (box) {
            return box;
        }
        const made = Object.assign(document.createElement('div'), {id: `${field.id}_alike`, className: 'alike'});
        made.setAttribute('role', 'status');
        field.after(made);
        return made;
    };

    const show = (field, twins) => {
        const box = boxOf(field);
        const items = twins.map(twin => {
            const item = document.createElement('li');
            item.append(Object.assign(document.createElement('a'), {href: twin.url, textContent: twin.text, target: '_blank'}));
            return item;
        });
        const list = document.createElement('ul');
        list.append(...items);
        box.hidden = !twins.length;
        box.replaceChildren(...(twins.length ? ['Looks like one already there:', list] : []));
    };

    const ask = async field => {
        const text = field.value.trim();
        const but = /\/(\d+)\/change\/$/.exec(location.pathname)?.[1] || '';
        const answer = text.length > 3 && await fetch(`${field.dataset.alike}?${new URLSearchParams({text, but})}`);
        if (field.value.trim() === text) {
            show(field, answer && answer.ok ? (await answer.json()).alike : []);
        }
    };

    document.addEventListener('input', event => {
        const field = event.target;
        if (field.dataset?.alike) {
            clearTimeout(field.waiting);
            field.waiting = setTimeout(() => ask(field), WAIT);
        }
    });
    // A name handed over to the form of a new record is there before anybody types.
    document.addEventListener('DOMContentLoaded', () => {
        const field = document.querySelector('[data-alike]');
        if (field?.value && location.pathname.endsWith('/add/')) {
            ask(field);
        }
    });
}
