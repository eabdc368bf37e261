/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over the files of the folders that are given, in the order of
 * their names: the corpus as an ordinary test, and a crash of the fuzzer again. Each file is
 * run as it is, cut short at many places and with single bytes changed, the same every
 * time. */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t n_inputs;

enum { CUTS = 16, CHANGES = 64 };

/* A copy of exactly `size` bytes, so that a sanitizer sees every byte read beyond it. */
static void run_copy(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy) {
        exit(1);
    }
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_changed(uint8_t *data, size_t size)
{
    static const uint8_t changes[] = {'"', ',', '\n', '\r', '\0', 0xFF, '-', 'E', '{', '['};
    for (size_t i = 1; i < CUTS; i++) {
        run_copy(data, size * i / CUTS);
    }
    uint32_t random = 1;
    for (size_t i = 0; i < CHANGES && size; i++) {
        random = random * 1664525U + 1013904223U;
        size_t at = random % size;
        uint8_t before = data[at];
        data[at] = changes[i % sizeof changes];
        run_copy(data, size);
        data[at] = before;
    }
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0) {
        perror(path);
        exit(1);
    }
    size_t size = (size_t)info.st_size;
    uint8_t *data = malloc(size ? size : 1);
    if (!data || fread(data, 1, size, file) != size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    run_changed(data, size);
    free(data);
    n_inputs++;
}

static void run_folder(const char *path)
{
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) {
        run_file(path);
        return;
    }
    for (int i = 0; i < n; i++) {
        char below[4096];
        int size = snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && size > 0 && (size_t)size < sizeof below) {
            run_file(below);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        run_folder(argv[i]);
    }
    printf("%zu inputs\n", n_inputs);
    return 0;
}
