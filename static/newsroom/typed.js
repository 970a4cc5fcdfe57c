// What was typed into a form: read as a plain object that can be kept, and put back later, rows and choices included.
// Files and passwords are not read. Rows are known by their keys, so that they find their place when others came or went.
'use strict';
window.newsroom = {};
{
    const NOT_TYPED = 'input:is([type="file"], [type="password"], [type="submit"], [type="button"], [type="hidden"])';
    const editors = new WeakMap();
    document.addEventListener('prose-editor:ready', ({detail}) => editors.set(detail.textarea, detail.editor));

    // The version that was seen tells the server whether somebody else saved meanwhile.
    const typed = field => field.name === 'seen_version' || (field.name && !field.matches(NOT_TYPED) && field.localName !== 'button');
    const prefixes = form => [...form.querySelectorAll('[name$="-TOTAL_FORMS"]')]
        .map(field => field.name.replace(/-TOTAL_FORMS$/, ''))
        .filter(prefix => document.getElementById(`${prefix}-group`));
    const rowsOf = prefix => [...document.getElementById(`${prefix}-group`).querySelectorAll(`[id^="${prefix}-"]`)]
        .filter(element => new RegExp(`^${prefix}-\\d+$`).test(element.id));
    const keyOf = (prefix, row) => [...row.querySelectorAll('input[type="hidden"]')]
        .find(field => new RegExp(`^${prefix}-\\d+-id$`).test(field.name))?.value || '';
    const bare = (prefix, name) => (prefix ? name.replace(new RegExp(`^${prefix}-\\d+-`), '') : name);

    const valueOf = field => {
        if (field.localName === 'select') {
            return [...field.selectedOptions].map(option => [option.value, option.text]);
        }
        return ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value;
    };

    const readFields = (fields, prefix = '') => {
        const found = {};
        for (const field of fields.filter(typed)) {
            const marked = ['checkbox', 'radio'].includes(field.type) ? `=${field.value}` : '';
            found[bare(prefix, field.name) + marked] = valueOf(field);
        }
        return found;
    };

    const read = form => {
        const groups = {};
        for (const prefix of prefixes(form)) {
            groups[prefix] = rowsOf(prefix).map(row => ({
                key: keyOf(prefix, row),
                fields: readFields([...row.querySelectorAll('input, select, textarea')], prefix),
            }));
        }
        const boxes = Object.keys(groups).map(prefix => document.getElementById(`${prefix}-group`));
        const inRows = field => boxes.some(box => box.contains(field));
        return {fields: readFields([...form.elements].filter(field => !inRows(field))), groups};
    };

    const choose = (select, chosen) => {
        for (const [value, text] of chosen) {
            const known = [...select.options].some(option => option.value === value);
            if (!known && select.matches('.admin-autocomplete')) {
                select.add(new Option(text, value));
            }
        }
        const values = chosen.map(([value]) => value);
        for (const option of select.options) {
            option.selected = values.includes(option.value);
        }
        window.django?.jQuery?.(select).trigger('change.select2');
    };

    const fill = (field, value) => {
        if (field.localName === 'select') {
            choose(field, value);
        } else if (typeof value === 'boolean') {
            field.checked = value;
        } else {
            field.value = value;
            editors.get(field)?.commands.setContent(value);
        }
    };

    const writeFields = (fields, found, prefix = '') => {
        for (const field of fields.filter(typed)) {
            const marked = ['checkbox', 'radio'].includes(field.type) ? `=${field.value}` : '';
            const value = found[bare(prefix, field.name) + marked];
            if (value !== undefined) {
                fill(field, value);
            }
        }
    };

    const place = (prefix, kept, free) => {
        const rows = rowsOf(prefix);
        if (kept.key) {
            return rows.find(row => keyOf(prefix, row) === kept.key);
        }
        if (!free.length) {
            document.querySelector(`#${prefix}-group .add-row a`)?.click();
            return rowsOf(prefix).find(row => !rows.includes(row));
        }
        return free.shift();
    };

    // Return how many kept rows have no place any more, because somebody else deleted them meanwhile.
    const writeRows = (prefix, kept) => {
        const free = rowsOf(prefix).filter(row => !keyOf(prefix, row));
        const placed = kept.map(one => [place(prefix, one, free), one]);
        const rows = placed.map(([row]) => row).filter(Boolean);
        for (const [row, {fields}] of placed.filter(([one]) => one)) {
            writeFields([...row.querySelectorAll('input, select, textarea')], fields, prefix);
        }
        const others = rowsOf(prefix).filter(row => !rows.includes(row));
        const end = rowsOf(prefix).at(-1)?.nextSibling;
        [...rows, ...others].forEach(row => row.parentNode.insertBefore(row, end));
        document.dispatchEvent(new CustomEvent('formset:removed', {detail: {formsetName: prefix}}));
        return placed.length - rows.length;
    };

    const write = (form, {fields, groups}) => {
        writeFields([...form.elements], fields);
        return Object.entries(groups)
            .filter(([prefix]) => document.getElementById(`${prefix}-group`))
            .reduce((lost, [prefix, kept]) => lost + writeRows(prefix, kept), 0);
    };

    window.newsroom.typed = {read, write};
}
