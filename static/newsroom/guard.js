// Nobody leaves a form with something unsaved in it without being asked.
'use strict';
{
    let changed = false;
    const note = event => {
        changed = changed || Boolean(event.target.closest?.('#content-main form[method="post"]:not(#changelist-form)'));
    };
    document.addEventListener('input', note);
    document.addEventListener('change', note);
    document.addEventListener('newsroom:discarded', () => { changed = false; });
    document.addEventListener('DOMContentLoaded', () => {
        changed = Boolean(document.querySelector('.errornote'));
        document.querySelector('#content-main form')?.addEventListener('submit', event => {
            // A preview opens in a window of its own and leaves the form as it is.
            changed = changed && Boolean(event.submitter?.hasAttribute('formtarget'));
        });
    });
    window.addEventListener('beforeunload', event => {
        if (changed) {
            event.preventDefault();
        }
    });
}
