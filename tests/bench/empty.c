/* What a process costs that does nothing: the floor for `mlpc version`. */
int main(void) { return 0; }
