// A form is sent once, with a token that is still good, and not at all while there is no network.
'use strict';
{
    const {say, random, kept} = window.newsroom;
    const AGAIN = 10_000;
    const buttons = form => form.querySelectorAll('[type="submit"]');

    const name = form => {
        const field = form.elements._form || form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name: '_form'}));
        field.value = random();
    };
    const others = () => [...document.querySelectorAll('form[method="post"]')].filter(form => form !== kept?.form);

    const release = form => {
        delete form.dataset.sent;
        buttons(form).forEach(button => { button.disabled = false; });
    };

    // Whoever logged in again in another tab has another token by now; the cookie knows it.
    const renew = form => {
        const cookie = /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1];
        if (cookie && form.elements.csrfmiddlewaretoken) {
            form.elements.csrfmiddlewaretoken.value = cookie;
        }
    };

    const stay = (event, form) => {
        event.preventDefault();
        kept?.form === form && kept.write();
        // What watches over unsaved text took this for the end of it.
        form.dispatchEvent(new Event('input', {bubbles: true}));
        say(form, 'There is no network, so nothing was sent. What you typed is kept; save again when the network is back.', {}, true)
            .scrollIntoView({block: 'nearest'});
    };

    others().forEach(name);
    window.addEventListener('submit', event => {
        const form = event.target;
        const elsewhere = (event.submitter?.formTarget || form.target || '_self') !== '_self';
        if (event.defaultPrevented || form.method !== 'post') {
            return;
        }
        if (!navigator.onLine) {
            stay(event, form);
            return;
        }
        renew(form);
        if (elsewhere) {
            return;
        }
        if (form.dataset.sent) {
            event.preventDefault();
            return;
        }
        form.dataset.sent = '1';
        kept?.form === form && kept.sent();
        // Only now: a button that cannot be pressed is not sent along.
        setTimeout(() => buttons(form).forEach(button => { button.disabled = true; }));
        setTimeout(() => release(form), AGAIN);
    });
    window.addEventListener('pageshow', event => {
        if (event.persisted) {
            document.querySelectorAll('form[method="post"]').forEach(release);
            others().forEach(name);
        }
    });
}
