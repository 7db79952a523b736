#include <cstdio>

int main() { std::puts("high water 04:12 16:37"); }
