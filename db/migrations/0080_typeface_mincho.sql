alter table brands drop constraint brands_typeface_check;
alter table brands add constraint brands_typeface_check check (typeface in ('ud','mincho','noto'));
