/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/err.h"
#include "support/mem.h"

enum { FOLDER_MODE = 0777, FILE_MODE = 0666 }; /* less what the umask takes */

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return -1;
        }
        bytes += n;
        size -= (size_t)n;
    }
    return 0;
}

int files_write(const char *path, const void *bytes, size_t size, struct err *err)
{
    char *CLEANUP(mem_freep) temporary = mem_format("%s.%ld.tmp", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        return FAIL(err, ERR_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
    }
    bool done = write_all(fd, bytes, size) == 0 && fsync(fd) == 0;
    int cause = errno;
    if (close(fd) != 0 && done) {
        done = false;
        cause = errno;
    }
    if (done && rename(temporary, path) != 0) {
        done = false;
        cause = errno;
    }
    if (!done) {
        unlink(temporary);
        return FAIL(err, ERR_OUTPUT, "cannot write '%s': %s", path, strerror(cause));
    }
    return 0;
}

static int make_one(const char *path, struct err *err)
{
    struct stat there;
    if (mkdir(path, FOLDER_MODE) == 0 || (stat(path, &there) == 0 && S_ISDIR(there.st_mode))) {
        return 0;
    }
    return FAIL(err, ERR_OUTPUT, "cannot make the folder '%s': %s", path, strerror(errno));
}

int files_make_folder(const char *path, struct err *err)
{
    char *CLEANUP(mem_freep) part = mem_strdup(path);
    for (char *slash = strchr(part + (part[0] == '/'), '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int rc = make_one(part, err);
        *slash = '/';
        if (rc < 0) {
            return rc;
        }
    }
    return make_one(part, err);
}

int files_make_folder_of(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path) {
        return 0;
    }
    char *CLEANUP(mem_freep) folder = mem_slice_dup((struct slice){path, (size_t)(slash - path)});
    return files_make_folder(folder, err);
}
