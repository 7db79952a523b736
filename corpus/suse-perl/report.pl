#!/usr/bin/perl
print "cargo: 12 t\n";
