/* SPDX-License-Identifier: MIT */
#include "snippet/compile.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/buf.h"
#include "measure/hash.h"
#include "snippet/cache.h"
#include "sys/proc.h"

/* Raised when the same key would make another program. */
#define CACHE_VERSION 2
#define LIMIT_NS      300e9

/* As tare.pc says, so that a snippet reads as the same case of a suite; -g for the weighing. A
 * function that nobody declared is an error at its line, not one of the linker. */
static const char *const own_flags[] = {
    "-std=gnu11",       "-g",       "-falign-functions=64",
    "-falign-loops=64", "-pthread", "-Werror=implicit-function-declaration"};
#define OWN_FLAG_COUNT (sizeof own_flags / sizeof *own_flags)

/* Of an object whose code is to be read. */
static const char *const object_flags[] = {"-c", "-g0", "-fno-lto", "-ffunction-sections"};
#define OBJECT_FLAG_COUNT (sizeof object_flags / sizeof *object_flags)

char *tare_compile_cache(struct tare_err *err)
{
    return tare_cache_folder(err);
}

static bool is_program(const char *path)
{
    struct stat about;

    return access(path, X_OK) == 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* Where execvp would find it; false: nowhere. */
static bool find_program(char path[PATH_MAX], const char *name)
{
    const char *folders = getenv("PATH");

    if (strchr(name, '/')) {
        snprintf(path, PATH_MAX, "%s", name);
        return is_program(path);
    }
    for (const char *at = folders ? folders : "/usr/bin:/bin"; *at; at += strspn(at, ":")) {
        size_t length = strcspn(at, ":");

        snprintf(path, PATH_MAX, "%.*s/%s", (int)length, at, name);
        if (is_program(path))
            return true;
        at += length;
    }
    return false;
}

const char *tare_compile_choose(const char *const *programs)
{
    char path[PATH_MAX];

    for (size_t i = 0; programs[i]; i++)
        if (find_program(path, programs[i]))
            return programs[i];
    return NULL;
}

static int add_all(struct tare_words *words, const struct tare_words *more, struct tare_err *err)
{
    for (size_t i = 0; i < more->count; i++)
        if (tare_words_add(words, more->word[i], strlen(more->word[i]), err))
            return -1;
    return 0;
}

static int add_text(struct tare_words *words, struct tare_err *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static int add_text(struct tare_words *words, struct tare_err *err, const char *format, ...)
{
    char word[PATH_MAX + 16];
    va_list args;

    va_start(args, format);
    vsnprintf(word, sizeof word, format, args);
    va_end(args);
    return tare_words_add(words, word, strlen(word), err);
}

/* By which linkers write down what they linked; those of before 2020 refuse it. */
#define LINKED_OPTION "--dependency-file"

/* The command up to where its output goes, which is all that the key needs of it. */
static int begin_command(struct tare_words *command, const struct tare_compile_params *params,
                         struct tare_err *err)
{
    if (add_all(command, params->compiler, err))
        return -1;
    for (size_t i = 0; i < OWN_FLAG_COUNT; i++)
        if (add_text(command, err, "%s", own_flags[i]))
            return -1;
    if (add_all(command, params->flags, err) || add_text(command, err, "-I%s", params->include))
        return -1;
    for (size_t i = 0; params->is_object && i < OBJECT_FLAG_COUNT; i++)
        if (add_text(command, err, "%s", object_flags[i]))
            return -1;
    return 0;
}

static int end_command(struct tare_words *command, const struct tare_compile_params *params,
                       const char *folder, bool lists_linked, struct tare_err *err)
{
    if (add_text(command, err, "-MD") || add_text(command, err, "-MT") ||
        add_text(command, err, "bench") || add_text(command, err, "-MF") ||
        add_text(command, err, "%s/deps", folder) || add_text(command, err, "-o") ||
        add_text(command, err, "%s/bench", folder) || add_text(command, err, "%s/source.c", folder))
        return -1;
    if (params->is_object)
        return 0;
    if ((lists_linked && add_text(command, err, "-Wl," LINKED_OPTION "=%s/linked", folder)) ||
        add_text(command, err, "%s", params->library))
        return -1;
    return add_all(command, params->links, err) || add_text(command, err, "-lm") ? -1 : 0;
}

/* May the word mean another file in another folder? Those that surely do not: */
static bool is_relative(const char *word)
{
    static const char *const fixed[] = {"-O", "-f", "-m", "-g", "-W", "-D", "-U", "-s", "-l", "-p"};

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (strncmp(word, fixed[i], 2) == 0)
            return false;
    return strncmp(word, "-I/", 3) != 0 && strncmp(word, "-L/", 3) != 0 && *word != '/';
}

/* Opening a pipe would wait for its writer. */
static void mix_regular(uint64_t *key, const char *path)
{
    struct stat about;

    if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
        tare_cache_mix_file(key, path);
}

/* A word, or what is behind its '=', may be a file that the compiler reads: "own.o",
 * "-fprofile-use=own.gcda". */
static uint64_t mix_words(uint64_t key, const struct tare_words *words, bool *relative)
{
    for (size_t i = 0; i < words->count; i++) {
        key = tare_cache_mix_text(key, words->word[i]);
        *relative |= is_relative(words->word[i]);
        mix_regular(&key, words->word[i]);
        if (strchr(words->word[i], '='))
            mix_regular(&key, strchr(words->word[i], '=') + 1);
    }
    return tare_hash_mix(key, words->count);
}

/* What else the compiler reads. */
static uint64_t mix_surroundings(uint64_t key, const char *compiler, bool relative)
{
    static const char *const variables[] = {"CPATH", "C_INCLUDE_PATH", "LIBRARY_PATH",
                                            "GCC_EXEC_PREFIX", "COMPILER_PATH"};
    struct utsname machine = {0};
    struct stat about = {0};
    char *here = relative ? getcwd(NULL, 0) : NULL;

    uname(&machine);
    stat(compiler, &about);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        key = tare_cache_mix_text(key, getenv(variables[i]));
    key = tare_cache_mix_text(key, machine.nodename);
    key = tare_cache_mix_text(key, compiler);
    key = tare_hash_mix(key, (uint64_t)about.st_size);
    key = tare_hash_mix(key, (uint64_t)about.st_mtim.tv_sec);
    key = tare_hash_mix(key, (uint64_t)about.st_mtim.tv_nsec);
    key = tare_cache_mix_text(key, here);
    free(here);
    return key;
}

static int make_key(uint64_t *key, const struct tare_compile_params *params,
                    const struct tare_words *command, const char *compiler, struct tare_err *err)
{
    bool relative = false;
    struct tare_words flags = {command->count - params->compiler->count,
                               command->word + params->compiler->count};

    *key = tare_cache_mix_text(CACHE_VERSION, params->source);
    *key = mix_words(*key, &flags, &relative);
    *key = mix_words(*key, params->links, &relative);
    for (size_t i = 1; i < params->compiler->count; i++)
        *key = tare_cache_mix_text(*key, params->compiler->word[i]);
    if (!tare_cache_mix_file(key, params->library))
        return tare_err_errno(err, "cannot read '%s'", params->library);
    *key = mix_surroundings(*key, compiler, relative);
    return 0;
}

static int write_source(const char *folder, const char *source, struct tare_err *err)
{
    char path[PATH_MAX];
    FILE *file;

    snprintf(path, sizeof path, "%s/source.c", folder);
    file = fopen(path, "we");
    if (file)
        fputs(source, file);
    if (!file || ferror(file) | fclose(file))
        return tare_err_errno(err, "cannot write '%s'", path);
    return 0;
}

/* Ours, with the messages in English, which complaint.c reads. The strings are not copied. */
static char **make_environment(void)
{
    static char english[] = "LC_ALL=C";
    size_t count = 0;
    size_t kept = 0;
    char **environment;

    while (environ[count])
        count++;
    environment = calloc(count + 2, sizeof *environment);
    if (!environment)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], "LC_ALL=", 7) != 0 && strncmp(environ[i], "LANGUAGE=", 9) != 0)
            environment[kept++] = environ[i];
    environment[kept] = english;
    return environment;
}

/* 0 where the compiler was content; else -1, with its words in `output` where it had some. */
static int run_compiler(char **output, const char *path, const struct tare_words *command,
                        struct tare_err *err)
{
    char **environment = make_environment();
    struct tare_buf said = TARE_BUF_INIT;
    struct tare_proc proc;
    int result = -1;

    if (!environment)
        return tare_err_memory(err);
    if (tare_proc_start(
            &proc,
            &(struct tare_proc_params){
                .path = path, .arguments = command->word, .environment = environment, .cpu = -1},
            err))
        goto out;
    if (!tare_proc_wait(&proc, LIMIT_NS)) {
        tare_err_set(err, TARE_ERR_INPUT, "'%s' was not done after %.0f s", path, LIMIT_NS / 1e9);
    } else if (proc.status == 0) {
        result = 0;
    } else {
        tare_proc_output(&proc, &said);
        *output = tare_buf_steal(&said);
        tare_proc_describe(&proc, &said);
        tare_err_set(err, TARE_ERR_INPUT, "'%s' does not compile it (%s)", path, said.text);
    }
out:
    tare_proc_free(&proc);
    tare_buf_free(&said);
    free(environment);
    return result;
}

static char *join(const struct tare_words *words)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < words->count; i++)
        tare_buf_printf(&text, "%s%s", i ? " " : "", words->word[i]);
    return tare_buf_steal(&text);
}

/* Compiles in `folder`. 0, or -1 with the compiler's words in `compiled`. */
static int compile_in(struct tare_compiled *compiled, const struct tare_compile_params *params,
                      const char *path, const char *folder, bool lists_linked, struct tare_err *err)
{
    struct tare_words command = {0};
    int result = -1;

    if (begin_command(&command, params, err) == 0 &&
        end_command(&command, params, folder, lists_linked, err) == 0) {
        free(compiled->command);
        compiled->command = join(&command);
        result = run_compiler(&compiled->output, path, &command, err);
    }
    tare_words_free(&command);
    return result;
}

static bool has_made(const char *folder)
{
    char program[PATH_MAX];

    snprintf(program, sizeof program, "%s/bench", folder);
    return access(program, F_OK) == 0;
}

static int compile_anew(struct tare_compiled *compiled, const struct tare_compile_params *params,
                        const char *path, uint64_t key, struct tare_err *err)
{
    char *folder = tare_cache_begin(params->cache, err);
    struct tare_err refused = {0};
    int result = -1;

    if (!folder)
        return -1;
    if (write_source(folder, params->source, err) == 0) {
        result = compile_in(compiled, params, path, folder, true, &refused);
        if (result && compiled->output && strstr(compiled->output, LINKED_OPTION)) {
            free(compiled->output);
            compiled->output = NULL;
            result = compile_in(compiled, params, path, folder, false, err);
        } else if (result) {
            tare_err_set(err, refused.code, "%s", refused.text);
        }
    }
    if (result == 0 && !has_made(folder))
        tare_err_set(err, TARE_ERR_USAGE, "'%s' compiled nothing: expected a C compiler", path);
    else if (result == 0)
        compiled->path = tare_cache_keep(params->cache, key, folder, params->is_object, err);
    tare_cache_remove(folder);
    free(folder);
    return compiled->path ? 0 : -1;
}

int tare_compile(struct tare_compiled *compiled, const struct tare_compile_params *params,
                 struct tare_err *err)
{
    struct tare_words command = {0};
    char path[PATH_MAX];
    uint64_t key;
    int result = -1;

    *compiled = (struct tare_compiled){0};
    if (!find_program(path, params->compiler->word[0]))
        return tare_err_set(err, TARE_ERR_USAGE, "no compiler '%s': it is not %s",
                            params->compiler->word[0],
                            strchr(params->compiler->word[0], '/') ? "a program" : "in PATH");
    if (begin_command(&command, params, err) || make_key(&key, params, &command, path, err))
        goto out;
    compiled->path = tare_cache_find(params->cache, key);
    compiled->cached = compiled->path != NULL;
    result = compiled->cached ? 0 : compile_anew(compiled, params, path, key, err);
out:
    tare_words_free(&command);
    return result;
}

void tare_compiled_free(struct tare_compiled *compiled)
{
    free(compiled->path);
    free(compiled->command);
    free(compiled->output);
    *compiled = (struct tare_compiled){0};
}
