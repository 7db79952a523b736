<?php

require __DIR__ . '/../vendor/autoload.php';

echo (new Shop\Cart())->total(), "\n";
