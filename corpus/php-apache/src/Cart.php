<?php

namespace Shop;

final class Cart
{
    /** @var array<int, float> */
    private array $prices = [];

    public function total(): string
    {
        return number_format(array_sum($this->prices), 2);
    }
}
