"""How containers are opened: archives and mails, member by member, within bounds."""
