-- Run once, in an empty data folder: the node's role and its own database. The role is no superuser.
\set password `cat /run/sealane/database-password`
create role sealane login password :'password';
create database sealane owner sealane encoding 'UTF8' template template0;
revoke all on database sealane from public;
