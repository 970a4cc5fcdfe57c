// As billed: choosing a person fills in honorific, position and institution as they were on the day of the record.
// Only what is empty or was filled in here is ever written; what somebody typed, or what was saved before, stays.
'use strict';
{
    const $ = django.jQuery;
    const NOBODY = {honorific: '', name: '', position: '', institution: null, institution_name: '', held: ''};
    const TEXTS = ['honorific', 'name', 'position', 'institution_name'];
    const rowOf = field => field.closest('.inline-related');
    const fieldOf = (row, name) => row.querySelector(`[name$="-${name}"]`);
    const untouched = field => field && (field.value === '' || field.value === field.dataset.filled);

    const fillText = (field, text) => {
        if (untouched(field)) {
            field.value = field.dataset.filled = text;
        }
    };

    const fillChoice = (select, choice) => {
        if (!untouched(select)) {
            return;
        }
        const value = choice ? String(choice.id) : '';
        if (choice && ![...select.options].some(option => option.value === value)) {
            select.add(new Option(choice.text, value));
        }
        select.value = select.dataset.filled = value;
        $(select).trigger('change.select2');
    };

    const note = (row, text) => {
        let line = row.querySelector('.billing-note');
        if (!line) {
            line = Object.assign(document.createElement('p'), {className: 'billing-note'});
            line.setAttribute('role', 'status');
            row.querySelector('.form-row').after(line);
        }
        line.textContent = text;
    };

    const ask = async (address, person, day) => {
        const answer = await fetch(`${address}?${new URLSearchParams({person, day})}`);
        return answer.ok ? answer.json() : null;
    };

    const fill = async select => {
        const row = rowOf(select);
        const person = select.value;
        const day = document.getElementById(`id_${select.dataset.billingDay}`)?.value || '';
        const billed = person ? await ask(select.dataset.billing, person, day) : NOBODY;
        if (!billed || select.value !== person) {
            return;
        }
        fillChoice(fieldOf(row, 'institution'), billed.institution);
        TEXTS.forEach(name => fillText(fieldOf(row, name), billed[name]));
        note(row, billed.held);
    };

    // The printed words follow the institution unless somebody typed them; left empty, they become its name.
    const follow = select => {
        const printed = fieldOf(rowOf(select), 'institution_name');
        if (untouched(printed) && select.value !== select.dataset.filled) {
            printed.value = printed.dataset.filled = '';
        }
    };

    // The admin announces every choice as a change when a page opens; only what differs from what was there counts.
    const chosenBefore = select => select.dataset.seen ?? [...select.options].find(option => option.defaultSelected)?.value ?? '';

    $(document).on('change', 'select[data-billing]', event => {
        const select = event.target;
        if (select.value !== chosenBefore(select)) {
            select.dataset.seen = select.value;
            fill(select);
        }
    });
    $(document).on('change', '.inline-related select[name$="-institution"]', event => follow(event.target));

    // Another day, other posts; rows that were not filled in here are left alone.
    document.addEventListener('change', event => {
        for (const select of document.querySelectorAll('select[data-billing]')) {
            const filled = fieldOf(rowOf(select), 'name')?.dataset.filled !== undefined;
            if (filled && select.value && event.target.id === `id_${select.dataset.billingDay}`) {
                fill(select);
            }
        }
    });
}
