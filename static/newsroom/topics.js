// Topics: what exists is suggested before what is typed, so that Enter takes “Energy” for “ener” and makes nothing new.
'use strict';
{
    const defaults = django.jQuery.fn.select2.defaults.defaults;
    defaults.insertTag = (suggestions, typed) => suggestions.push(typed);
    defaults.createTag = ({term}) => (term.trim() ? {id: term.trim(), text: term.trim(), isNew: true} : null);
    defaults.templateResult = suggestion => (suggestion.isNew ? `New topic: ${suggestion.text}` : suggestion.text);
}
