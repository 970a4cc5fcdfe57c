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

    document.addEventListener('input', event => {
        if (event.target.matches?.('.select2-search__field')) {
            typed = event.target.value.trim();
        }
    });
    $(document).on('select2:opening', () => { typed = ''; });
    $(document).on('select2:open', () => document.querySelector('.select2-container--open .select2-search__field')?.focus());
    $(document).on('select2:closing', event => offer(event.target, typed));
    $(document).on('select2:select', event => offer(event.target, ''));
}
