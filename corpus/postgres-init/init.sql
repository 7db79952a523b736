create table berth (number int primary key, ship text);
