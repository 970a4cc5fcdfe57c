// Who else has this record open, and what they save meanwhile. The page is heard of every few seconds and says when it
// is left; nothing is locked, so nothing can be left locked behind.
'use strict';
{
    const panel = document.querySelector('[data-presence]');
    const SECONDS = Math.max(10, Number(panel.dataset.every) || 10);
    const OUT = 'You are no longer logged in. Nothing you typed is lost: log in again in another tab, then save here.';
    let timer;

    // The cookie is renewed by whoever logs in again in another tab; the form's own token is not.
    const token = () => /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1] || document.querySelector('[name=csrfmiddlewaretoken]').value;

    const show = (sentences, link) => {
        const lines = sentences.map(text => Object.assign(document.createElement('p'), {textContent: text}));
        if (link) {
            lines.at(-1).append(' ', Object.assign(document.createElement('a'), {href: link, target: '_blank', textContent: 'Log in'}));
        }
        if (panel.textContent !== lines.map(line => line.textContent).join('')) {
            panel.replaceChildren(...lines);
        }
    };

    const send = told => fetch(panel.dataset.presence, {
        method: 'POST',
        body: new URLSearchParams({opened: panel.dataset.opened, ...told}),
        headers: {'X-CSRFToken': token()},
        redirect: 'manual',
        keepalive: true,
    });

    const ask = async () => {
        clearTimeout(timer);
        try {
            const answer = await send({});
            if (answer.type === 'opaqueredirect' || answer.status === 403) {
                show([OUT], new URL('../../../../', new URL(panel.dataset.presence, location.href)).href);
            } else if (answer.status === 410) {
                const {said} = await answer.json();
                show([said[0] || 'This is not there any more.', 'Copy what you still need: it cannot be saved here.']);
                return;
            } else if (answer.ok) {
                show((await answer.json()).said);
            }
        } catch {
            // Without a network nobody can be asked; the next time may be better.
        }
        timer = setTimeout(ask, SECONDS * 1000);
    };

    ask();
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && ask());
    window.addEventListener('pageshow', event => event.persisted && ask());
    window.addEventListener('pagehide', () => {
        clearTimeout(timer);
        send({leaving: 1}).catch(() => {});
    });
}
