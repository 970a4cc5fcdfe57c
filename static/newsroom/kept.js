// What was typed and not saved stays in this browser, for whoever typed it, until the server says that it is saved: through
// a session that ran out, an error, a lost network, a closed tab. It comes back when the form is opened again.
'use strict';
{
    const {user, root} = document.currentScript.dataset;
    const {typed} = window.newsroom;
    const DAYS = 14;
    const MOST = 1_500_000;
    const NOTE = 'newsroom:sent';
    const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    const here = location.pathname + (/\/(add|change)\/$/.test(location.pathname) ? '' : location.search);
    const stem = `newsroom:${user}:${here}:`;

    // The store

    const each = (beginning, act) => Object.keys(localStorage).filter(key => key.startsWith(beginning)).forEach(act);
    const look = key => {
        try {
            return JSON.parse(localStorage.getItem(key));
        } catch {
            return null;
        }
    };
    const ages = () => Object.keys(localStorage).filter(key => key.startsWith('newsroom:')).map(key => [look(key)?.at || 0, key]).sort();

    const forget = () => {
        const saved = (/(?:^|; )newsroom_saved=([\w.]+)/.exec(document.cookie)?.[1] || '').split('.').filter(Boolean);
        const oldest = Date.now() - DAYS * 86_400_000;
        each('newsroom:', key => {
            if (saved.includes(key.split(':').at(-1)) || (look(key)?.at || 0) < oldest) {
                localStorage.removeItem(key);
            }
        });
        document.cookie = `newsroom_saved=; path=${root}; max-age=0; samesite=lax`;
    };

    const store = (key, text) => {
        try {
            localStorage.setItem(key, text);
            return true;
        } catch {
            return false;
        }
    };
    // When the browser has no more room, what was kept longest makes way.
    const keep = (key, draft) => {
        const text = JSON.stringify(draft);
        const makeWay = ([, oldest]) => oldest !== key && (localStorage.removeItem(oldest), store(key, text));
        return text.length < MOST && (store(key, text) || ages().some(makeWay));
    };

    const pending = () => {
        try {
            return JSON.parse(sessionStorage.getItem(NOTE)) || {};
        } catch {
            return {};
        }
    };

    // The page

    const clock = at => {
        const day = new Date(at).toDateString() === new Date().toDateString() ? {} : {day: 'numeric', month: 'long'};
        return new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', ...day}).format(at);
    };

    const say = (form, sentence, buttons = {}, refused = false) => {
        document.querySelector('.kept')?.remove();
        const note = Object.assign(document.createElement('section'), {className: refused ? 'kept refused' : 'kept'});
        note.setAttribute('aria-label', 'Unsaved text');
        const line = Object.assign(document.createElement('p'), {textContent: sentence});
        line.setAttribute('role', 'status');
        note.append(line);
        for (const [name, act] of Object.entries(buttons)) {
            const button = Object.assign(document.createElement('button'), {type: 'button', className: 'button', textContent: name});
            button.addEventListener('click', act);
            note.append(button);
        }
        form.before(note);
        return note;
    };

    class Kept {
        constructor(form) {
            Object.assign(this, {form, id: random(), known: null, touched: false, timer: 0});
            this.input = form.appendChild(Object.assign(document.createElement('input'), {type: 'hidden', name: '_form'}));
            this.call(this.id);
        }

        call(id) {
            this.id = this.input.value = id;
        }

        now() {
            return JSON.stringify(typed.read(this.form));
        }

        // What the scripts of the page filled in before anybody touched it is nobody's text.
        begin() {
            if (!this.touched) {
                this.known = this.now();
            }
        }

        write() {
            clearTimeout(this.timer);
            if (this.known === null) {
                return;
            }
            const text = this.now();
            if (text === this.written) {
                return;
            }
            this.written = text;
            this.touched ||= text !== this.known;
            if (text === this.known) {
                localStorage.removeItem(stem + this.id);
            } else if (!keep(stem + this.id, {at: Date.now(), state: JSON.parse(text)})) {
                say(this.form, 'This browser has no room to keep what you type here. Save now and then.', {}, true);
            }
        }

        soon() {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.write(), 600);
        }

        watch() {
            for (const name of ['pointerdown', 'keydown', 'paste', 'drop']) {
                document.addEventListener(name, () => this.begin(), true);
            }
            document.addEventListener('input', () => { this.touched = true; });
            document.addEventListener('prose-editor:ready', () => this.begin());
            for (const name of ['input', 'change', 'keyup', 'click', 'drop', 'formset:added', 'formset:removed']) {
                document.addEventListener(name, () => this.soon());
            }
            window.addEventListener('focus', () => this.soon());
            window.addEventListener('pagehide', () => this.write());
            document.addEventListener('visibilitychange', () => this.write());
        }

        drafts() {
            return ages().filter(([, key]) => key.startsWith(stem)).map(([at, key]) => ({at, key, id: key.split(':').at(-1)})).reverse();
        }

        discard({key}) {
            localStorage.removeItem(key);
        }

        putBack(draft, words) {
            const {state} = look(draft.key);
            const lost = typed.write(this.form, state);
            this.touched = true;
            const left = lost ? ` Left out: ${lost} of its rows, deleted meanwhile.` : '';
            this.call(draft.id);
            this.written = null;
            this.write();
            this.form.dispatchEvent(new Event('input', {bubbles: true}));
            const start = () => {
                this.known = null;
                this.discard(draft);
                document.dispatchEvent(new Event('newsroom:discarded'));
                location.reload();
            };
            say(this.form, `${words || `Your text from ${clock(draft.at)} is back in the form.`} It is not saved yet.${left}`, {'Discard it': start});
        }

        offer(draft) {
            const seen = this.form.elements.seen_version?.value;
            const kept = look(draft.key)?.state.fields.seen_version;
            const since = seen !== kept ? ' The record was saved since then: you will see what differs when you save.' : '';
            say(this.form, `You have unsaved text from ${clock(draft.at)}.${since}`, {
                'Put it back': () => this.putBack(draft),
                'Discard it': () => {
                    this.discard(draft);
                    document.querySelector('.kept').remove();
                },
            });
        }

        open() {
            const sent = pending();
            const back = sent.here === here && sent.user === user;
            if (back && this.form.querySelector('.errornote, .errorlist')) {
                this.call(sent.id);
                this.known = '';
                this.touched = true;
            } else {
                this.begin();
                const drafts = this.drafts();
                const own = back && drafts.find(draft => draft.id === sent.id);
                if (own) {
                    this.putBack(own, `What you sent at ${clock(own.at)} did not arrive. It is back in the form.`);
                } else if (drafts.length) {
                    this.offer(drafts[0]);
                }
            }
            sessionStorage.removeItem(NOTE);
            this.watch();
        }

        sent() {
            this.write();
            sessionStorage.setItem(NOTE, JSON.stringify({id: this.id, here, user}));
        }
    }

    const form = [...document.querySelectorAll('#content-main form[method="post"]:not(#changelist-form, [data-asks])')].find(
        one => !one.querySelector('[type="password"]') && one.querySelector('input:not([type="hidden"], [type="submit"]), textarea, select'),
    );
    forget();
    if (!user && pending().id) {
        const login = document.querySelector('#content-main form');
        login && say(login, 'Your session had ended. What you typed is kept in this browser: log in, and it is back in its form.');
    } else if (user && form) {
        window.newsroom.kept = new Kept(form);
        // After the scripts of the page, which lay out its rows when it is complete.
        const open = () => setTimeout(() => window.newsroom.kept.open());
        document.readyState === 'complete' ? open() : window.addEventListener('load', open);
    }
    window.newsroom.say = say;
    window.newsroom.random = random;
}
