"""Colleagues: accounts with a role each, kept by administrators, none of whom can make more of anybody than they are."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Count

from editorial.newsroom.site import ACCOUNTS
from editorial.newsroom.widgets import could_be_key
from editorial.roles import ROLES

# What the forms ask of everybody, and what makes somebody more or less than they are.
NAMES, STANDING = (
    ("first_name", "last_name", "email"),
    ("role", "is_active", "is_superuser", "groups", "user_permissions"),
)


class ManyField(forms.ModelMultipleChoiceField):
    """Some of many; what can be the key of none of them is refused without asking the database."""

    def clean(self, value):
        for key in value or ():
            if not could_be_key(key):
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": key})
        return super().clean(value)


class RoleField(forms.ModelChoiceField):
    """One of the three roles, each with what it may do."""

    def __init__(self, **kwargs):
        super().__init__(Group.objects.filter(name__in=ROLES).order_by("pk"), widget=forms.RadioSelect, **kwargs)

    def label_from_instance(self, group):
        return f"{group.name}: {ROLES[group.name]}"


class RoleForm(forms.ModelForm):
    """An account with its role; whoever has one may enter the newsroom."""

    def save(self, commit=True):
        if self.cleaned_data.get("role"):
            self.instance.is_staff = True
        return super().save(commit)

    def _save_m2m(self):
        super()._save_m2m()
        if "role" in self.changed_data:
            others = self.instance.groups.exclude(name__in=ROLES)
            chosen = self.cleaned_data["role"]
            self.instance.groups.set([*others, *([chosen] if chosen else [])])


class NewColleagueForm(RoleForm, UserCreationForm):
    role = RoleField(empty_label=None)

    class Meta:
        model = User
        fields = ["username", *NAMES]


class ColleagueForm(RoleForm, UserChangeForm):
    role = RoleField(required=False, empty_label="None of these: what was given one by one, if anything")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["role"] = self.instance.groups.filter(name__in=ROLES).order_by("-pk").first()


class ColleagueAdmin(UserAdmin):
    """Accounts. Nobody changes their own standing, and none but a superuser makes a superuser or touches one."""

    change_form_template = add_form_template = "admin/plain_form.html"
    form, add_form = ColleagueForm, NewColleagueForm
    add_fieldsets = [
        (None, {"fields": ["username", ("first_name", "last_name"), "email", "role", ("password1", "password2")]})
    ]
    list_display = ["username", "full_name", "role", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", admin.RelatedOnlyFieldListFilter)]
    actions = None
    shelf = (ACCOUNTS, 1)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **kwargs, form_class=ManyField)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request, obj=None):
        """An account is deactivated, so that what its owner did stays theirs; a superuser may delete one all the same."""
        return request.user.is_superuser and obj != request.user

    def own(self, request, obj):
        return obj is not None and obj.pk == request.user.pk

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        fields = ["username", "password", ("first_name", "last_name"), "email", "role", "is_active"]
        fieldsets = [(None, {"fields": fields})]
        if request.user.is_superuser and not self.own(request, obj):
            more = ["is_staff", "is_superuser", "groups", "user_permissions"]
            fieldsets.append(("More rights, given one by one", {"classes": ["collapse"], "fields": more}))
        return [*fieldsets, ("Dates", {"fields": [("last_login", "date_joined")]})]

    def get_readonly_fields(self, request, obj=None):
        dates = ["last_login", "date_joined"]
        return [*dates, *STANDING, "is_staff"] if self.own(request, obj) else dates

    def response_add(self, request, obj, post_url_continue=None):
        """Lead back to the list, as for any record: Django asks for rights on a second page, this form for a role at once."""
        return super(UserAdmin, self).response_add(request, obj, post_url_continue)

    @admin.display(description="name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description="role")
    def role(self, user):
        names = ", ".join(sorted(group.name for group in user.groups.all()))
        return "Superuser" if user.is_superuser else names


class RoleAdmin(GroupAdmin):
    """Roles by name with what they may do; only a superuser changes them."""

    list_display = ["name", "what_it_may_do", "members"]
    fields = ["name", "what_it_may_do", "permissions"]
    readonly_fields = ["what_it_may_do"]
    shelf = (ACCOUNTS, 2)

    class Media:
        js = ["newsroom/rights.js"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **kwargs, form_class=ManyField)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(members=Count("user"))

    @admin.display(description="what it may do")
    def what_it_may_do(self, group):
        return ROLES.get(group.name, "What was given to it.")

    @admin.display(description="colleagues", ordering="members")
    def members(self, group):
        return group.members
