// Names in fields that suggest: the field's own, for a screen reader, and that of the new record.
// What was typed in search of a person or an institution becomes the name of the new one that “+” makes.
'use strict';
{
    const $ = django.jQuery;
    let typed = '';

    const offer = (select, text) => {
        const link = select.closest('.related-widget-wrapper')?.querySelector('a.add-related');
        if (!link) {
            return;
        }
        const address = new URL(link.href);
        const heading = /\/(person|institution|topic)\/add\//.test(address.pathname) ? 'name' : 'title';
        text ? address.searchParams.set(heading, text) : address.searchParams.delete(heading);
        link.href = address.href;
    };

    // The label of such a field belongs to the hidden list behind it.
    const name = within => {
        for (const select of within.querySelectorAll('select.select2-hidden-accessible')) {
            const label = document.querySelector(`label[for="${select.id}"]`);
            const box = select.nextElementSibling;
            const shown = box?.querySelector('.select2-selection__rendered');
            if (label && shown) {
                label.id = label.id || `${select.id}_label`;
                shown.setAttribute('aria-labelledby', label.id);
                box.querySelector('.select2-selection').setAttribute('aria-labelledby', `${label.id} ${shown.id}`);
                box.querySelector('.select2-search__field')?.setAttribute('aria-labelledby', label.id);
            }
        }
    };
    $(() => setTimeout(() => name(document)));
    document.addEventListener('formset:added', event => name(event.target));

    document.addEventListener('input', event => {
        if (event.target.matches?.('.select2-search__field')) {
            typed = event.target.value.trim();
        }
    });
    // The window of “+” has closed: typing goes on in the field after the one that it filled.
    const after = wrapper => [...document.querySelectorAll(
        '#content-main :is(input:not([type="hidden"]), textarea, select:not(.select2-hidden-accessible), .select2-selection)',
    )].find(field => wrapper.compareDocumentPosition(field) === Node.DOCUMENT_POSITION_FOLLOWING && field.checkVisibility());
    $(document).on('change', '.related-widget-wrapper select', event => {
        const wrapper = event.target.closest('.related-widget-wrapper');
        if (document.activeElement?.matches('.add-related') && wrapper.contains(document.activeElement)) {
            after(wrapper)?.focus();
        }
    });
    // While the answer to the last letters is awaited, the list still shows the one before. Enter pressed meanwhile
    // would choose from that, so it waits for the answer.
    document.addEventListener('keydown', event => {
        const field = event.target;
        const list = field.matches?.('.select2-search__field')
            && document.querySelector('.select2-container--open .select2-results__options');
        if (event.key !== 'Enter' || !list || !list.querySelector('.loading-results')) {
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const answered = new MutationObserver(() => {
            if (!list.querySelector('.loading-results')) {
                answered.disconnect();
                setTimeout(() => field.checkVisibility() && $(field).trigger($.Event('keydown', {which: 13})));
            }
        });
        answered.observe(list, {childList: true});
    }, true);

    $(document).on('select2:opening', () => { typed = ''; });
    $(document).on('select2:open', () => document.querySelector('.select2-container--open .select2-search__field')?.focus());
    $(document).on('select2:closing', event => offer(event.target, typed));
    $(document).on('select2:select', event => offer(event.target, ''));
}
