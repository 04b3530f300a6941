/* SPDX-License-Identifier: MIT */
/*
 * tare: timeit for C that also weighs. All that a bench case may include.
 *
 *     #include <tare.h>
 *
 *     TARE_GROUP(sum, .title = "Sum n integers", .sizes = TARE_SIZES(1000, 100000))
 *
 *     TARE_CASE(sum, array)
 *     {
 *         size_t n = tare_size(t);
 *         int *values = values_new(n);
 *
 *         tare_weigh(t, values);
 *         tare_loop(t)
 *             tare_keep(sum_of(values, n));
 *         free(values);
 *     }
 *
 * Link it with -ltare; the library brings a `main`. The parameter of a case is `struct tare *t`.
 * What stands before and after the loop is plain C and is not timed. A case runs in a process of
 * its own, many times over; it may crash, hang or exit and costs nobody but itself.
 *
 * Works as gnu11 and gnu++17, gcc and clang, Linux on x86-64 and aarch64. Names that end in an
 * underscore are not for use.
 */
#ifndef TARE_H
#define TARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
#include <type_traits>
#endif

#define TARE_VERSION "0.1.0"

#define TARE_LIST_MAX 32 /* values in TARE_SIZES, TARE_THREADS or TARE_PARAMS, at most */
#define TARE_FRESH_MAX                                                                             \
    4096 /* iterations a sample of tare_loop_fresh, at most: tare_i is below it */

#ifdef __cplusplus
extern "C" {
#endif

/* One run of one case in one thread; everything about it goes through the functions below. */
struct tare;

/* What TARE_SIZES, TARE_THREADS and TARE_PARAMS make. */
struct tare_values {
    size_t count;
    int64_t value[TARE_LIST_MAX];
};

struct tare_params {
    const char *name;
    struct tare_values list;
};

/* A group of variants that are compared with each other. TARE_GROUP fills it. */
struct tare_group {
    const char *name;           /* set by the macro, as file and line are */
    const char *file;           /* where it stands */
    int line;                   /* where it stands */
    const char *title;          /* what the group shows, for people; default: its name */
    const char *unit;           /* what one item is called, "key"; default: "item" */
    struct tare_values sizes;   /* values of tare_size; none: one run without a size */
    struct tare_values threads; /* counts of threads; none: 1 */
    const char *baseline;       /* the variant that others are compared with; default: the first */
    double min_time_ms;         /* sampled time an arm, all sets together; 0: that of --min-time */
    double timeout_ms;          /* limit for one process, set-up and turns; 0: one minute */
    bool cold;                  /* empty the caches before each sample; one iteration a sample */
    struct tare_params params;  /* a second parameter beside the size, read by tare_param */
};

struct tare_case {
    const char *group;
    const char *variant;
    const char *file;
    int line;
    int serial; /* orders the cases of one line, which a macro made */
    void (*run)(struct tare *t);
};

/*
 * What the case is asked for and where it runs.
 * tare_size: the current size; 0 where the group has none. tare_param: the current value of
 * .params; 0 where the group has none. tare_threads: how many threads run the case;
 * tare_thread: which of them this is, 0..N-1. Thread 0 alone weighs and checks.
 */
size_t tare_size(const struct tare *t);
int64_t tare_param(const struct tare *t);
unsigned tare_threads(const struct tare *t);
unsigned tare_thread(const struct tare *t);

/*
 * The next number of a stream of uniform 64-bit numbers. The stream is the same for all variants
 * of a set, so that they see the same data, and redrawn for each set, so that one draw of the data
 * does not pass for all data. Each thread has its own stream.
 */
uint64_t tare_random(struct tare *t);

/*
 * Zeroed storage of `bytes` bytes common to all threads of the case, aligned to a cache line. The
 * k-th call of each thread gives the same storage; freed by tare when the case has returned.
 */
void *tare_shared(struct tare *t, size_t bytes);

/* Items handled by one operation: adds the time an item. `n` > 0. */
void tare_items(struct tare *t, uint64_t n);
/* Items that the weighed structure holds: bytes an item. Default: tare_size. `n` > 0. */
void tare_elements(struct tare *t, uint64_t n);
/* Bytes handled by one operation: adds the throughput. `n` > 0. */
void tare_bytes(struct tare *t, uint64_t n);

/*
 * What the operation computes. All variants of a group must agree on it at equal size, else those
 * that differ from what most say (from the baseline, in a tie) get the status `disagrees`. Several
 * calls are mixed into one value; a single call is reported as it is. tare_check_bytes takes a hash
 * of n bytes at p.
 */
void tare_check(struct tare *t, uint64_t value);
void tare_check_bytes(struct tare *t, const void *p, size_t n);

/* A number of the case's own, reported under `name`; at most 32, the last value of a name wins. */
void tare_counter(struct tare *t, const char *name, double value);

/* Gives the case the status `skipped` or `failed` with a reason; loops after it do not run. */
void tare_skip(struct tare *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tare_fail(struct tare *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Counts the pointers within the weighed graph that lead to the block at `p`, as sys.getrefcount
 * does in Python. Call it after tare_weigh.
 */
void tare_refs_(struct tare *t, const char *expression, const void *p);
#define tare_refs(t, p) tare_refs_((t), #p, (p))

/*
 * Names a region of `n` bytes at `p` which an allocator of the case's own (an arena, a pool)
 * carves. What the weighed graph leads to in it counts by its types, object by object, and not as
 * one block. A pointer to a struct leads to one; arrays and strings in a region, whose lengths
 * nobody knows, are not counted. Call it before tare_weigh.
 */
void tare_region(struct tare *t, const void *p, size_t n);

/* What tare_loop, tare_loop_fresh and tare_weigh call; see there. */
uint64_t tare_loop_next_(struct tare *t, uint64_t left);
size_t tare_fresh_next_(struct tare *t, size_t left, void (*prepare)(void *arg, size_t i),
                        void (*dispose)(void *arg, size_t i), void *arg);
void tare_weigh_(struct tare *t, const char *expression, const void *type_carrier,
                 const void *address, size_t bytes, ptrdiff_t cut, size_t cut_bytes);

#ifdef __cplusplus
}
#endif

/*
 * tare_loop(t) statement
 *
 * Runs the statement once an iteration, sample after sample. The timed region is this loop and
 * nothing else: the statement and one counter in a register. Between iterations memory counts as
 * changed, so that a value read from memory is read in each of them; locals whose address was not
 * taken stay in registers. One loop a case. Leaving it by `break`, `return` or `goto` fails the
 * case: the call that ends a sample receives the count of iterations that were left.
 */
#define tare_loop(t)                                                                               \
    for (uint64_t tare_left_ = 0; (tare_left_ = tare_loop_next_((t), tare_left_)) != 0;)           \
        for (; tare_left_ != 0; tare_left_--, tare_step_(tare_left_))

/*
 * tare_loop_fresh(t, prepare, dispose, arg) statement
 *
 * For operations that consume their input (sort, build, free). Before each sample, untimed,
 * prepare(arg, i) makes the input of each of its iterations, and after it dispose(arg, i) takes it
 * away; either may be NULL. The statement reads its iteration as `tare_i`, a size_t from 0 up,
 * always below TARE_FRESH_MAX.
 *     prepare, dispose: void (void *arg, size_t i)
 */
#define tare_loop_fresh(t, prepare, dispose, arg)                                                  \
    for (size_t tare_count_ = 0, tare_i = 0;                                                       \
         (tare_count_ =                                                                            \
              tare_fresh_next_((t), tare_count_ - tare_i, (prepare), (dispose), (arg))) != 0;)     \
        for (tare_i = 0; tare_i < tare_count_; tare_i++, tare_step_(tare_i))

/* The counter in a register, and memory as changed: without it an empty or invariant body goes. */
#define tare_step_(counter) __extension__({ __asm__ volatile("" : "+r"(counter) : : "memory"); })

/* Makes the memory behind p observable: what was stored there must be there now. */
#define tare_keep_ptr(p) __extension__({ __asm__ volatile("" : : "r"(p) : "memory"); })
/* The same for all memory. */
#define tare_clobber() __extension__({ __asm__ volatile("" : : : "memory"); })

#if defined(__x86_64__)
#define TARE_REAL_ "x"
#elif defined(__aarch64__)
#define TARE_REAL_ "w"
#else
#error "tare knows x86-64 and aarch64"
#endif

/*
 * tare_keep(expr): forces the value to be computed and nothing else: the constraint goes by type
 * (integer and pointer: a general register; float and double: a vector register; else memory), so
 * there is no store and no reload that the statement did not have.
 *
 * tare_hide(expr): the same value, of which the compiler knows nothing, so that constants do not
 * fold: tare_keep(sqrt(tare_hide(1.1))).
 *
 * tare_weigh(t, v): the shallow and deep size of what v leads to. A pointer is weighed by what it
 * points to, through a copy (the address of v itself would make the compiler reload it in the
 * loop); an array or struct by its own address. v is an lvalue or a pointer; one to a type that is
 * incomplete here (an opaque handle) is weighed as `(void *)v`. Several weighed values of a case
 * count together, shared blocks once. Costs nothing in the processes that are timed. The static
 * carries the type for the reader of debug information.
 *
 * tare_weigh_except(t, v, member): the same, but the walk does not follow `member` of the struct
 * that v is or points to, wherever it meets one: a parent pointer makes a subtree lead to the whole
 * tree. Needs debug information.
 */
#ifndef __cplusplus

#define tare_type_(e) __typeof__(((void)0, (e)))
#define tare_is_real_(e)                                                                           \
    (__builtin_classify_type(e) == 8 && sizeof(tare_type_(e)) <= sizeof(double))
#define tare_is_word_(e)                                                                           \
    (__builtin_classify_type(e) >= 1 && __builtin_classify_type(e) <= 5 &&                         \
     sizeof(tare_type_(e)) <= sizeof(void *))
#define tare_pick_(condition, yes, no) __builtin_choose_expr((condition), (yes), (no))

#define tare_keep(expr)                                                                            \
    __extension__({                                                                                \
        tare_type_(expr) tare_kept_ = (expr);                                                      \
        if (tare_is_real_(tare_kept_))                                                             \
            __asm__ volatile(                                                                      \
                ""                                                                                 \
                :                                                                                  \
                : TARE_REAL_(tare_pick_(tare_is_real_(tare_kept_), tare_kept_, 0.0)));             \
        else if (tare_is_word_(tare_kept_))                                                        \
            __asm__ volatile("" : : "r"(tare_pick_(tare_is_word_(tare_kept_), tare_kept_, 0)));    \
        else                                                                                       \
            __asm__ volatile("" : : "m"(tare_kept_));                                              \
    })

#define tare_hide(expr)                                                                            \
    __extension__({                                                                                \
        tare_type_(expr) tare_hidden_ = (expr);                                                    \
        if (tare_is_real_(tare_hidden_))                                                           \
            __asm__ volatile(""                                                                    \
                             : "+" TARE_REAL_(*tare_pick_(tare_is_real_(tare_hidden_),             \
                                                          &tare_hidden_, (double *)0)));           \
        else if (tare_is_word_(tare_hidden_))                                                      \
            __asm__ volatile(                                                                      \
                ""                                                                                 \
                : "+r"(*tare_pick_(tare_is_word_(tare_hidden_), &tare_hidden_, (long *)0)));       \
        else                                                                                       \
            __asm__ volatile("" : "+m"(tare_hidden_));                                             \
        tare_hidden_;                                                                              \
    })

#define tare_is_pointer_(v)                                                                        \
    (__builtin_classify_type(v) == 5 && __builtin_types_compatible_p(__typeof__(v), tare_type_(v)))
#define tare_is_void_(v)                                                                           \
    (__builtin_types_compatible_p(__typeof__(v), void *) ||                                        \
     __builtin_types_compatible_p(__typeof__(v), const void *))

#define tare_weigh(t, v) tare_weigh_at_(t, v, -1, 0)
/* v, of which an address is taken where it is no pointer; of a pointer, which may be a value alone,
 * something that has one: both branches must compile. */
#define tare_place_(v)         tare_pick_(tare_is_pointer_(v), *"", v)
#define tare_weighed_value_(v) __typeof__(*tare_pick_(tare_is_pointer_(v), (v), &tare_place_(v)))
#define tare_weigh_except(t, v, member)                                                            \
    tare_weigh_at_(t, v, (ptrdiff_t)offsetof(tare_weighed_value_(v), member),                      \
                   sizeof(((tare_weighed_value_(v) *)0)->member))

#define tare_weigh_at_(t, v, cut, cut_bytes)                                                       \
    __extension__({                                                                                \
        static __typeof__(v) *tare_root_ __attribute__((used));                                    \
        __typeof__(tare_pick_(tare_is_pointer_(v), (v), (char *)0)) tare_copy_ =                   \
            tare_pick_(tare_is_pointer_(v), (v), (char *)0);                                       \
        tare_weigh_((t), #v, &tare_root_,                                                          \
                    tare_pick_(tare_is_pointer_(v), (const void *)tare_copy_,                      \
                               (const void *)&tare_place_(v)),                                     \
                    tare_pick_(tare_is_pointer_(v),                                                \
                               tare_is_void_(tare_copy_)                                           \
                                   ? 0                                                             \
                                   : sizeof(*tare_pick_(tare_is_void_(tare_copy_), (char *)0,      \
                                                        tare_copy_)),                              \
                               sizeof(tare_place_(v))),                                            \
                    (cut), (cut_bytes));                                                           \
    })

#else /* C++ */

template <class T> __attribute__((always_inline)) inline void tare_keep_value_(T const &value)
{
    if constexpr (std::is_floating_point<T>::value && sizeof(T) <= sizeof(double))
        __asm__ volatile("" : : TARE_REAL_(value));
    else if constexpr ((std::is_integral<T>::value || std::is_enum<T>::value ||
                        std::is_pointer<T>::value) &&
                       sizeof(T) <= sizeof(void *))
        __asm__ volatile("" : : "r"(value));
    else
        __asm__ volatile("" : : "m"(value));
}

template <class T> __attribute__((always_inline)) inline T tare_hide_value_(T value)
{
    if constexpr (std::is_floating_point<T>::value && sizeof(T) <= sizeof(double))
        __asm__ volatile("" : "+" TARE_REAL_(value));
    else if constexpr ((std::is_integral<T>::value || std::is_enum<T>::value ||
                        std::is_pointer<T>::value) &&
                       sizeof(T) <= sizeof(void *))
        __asm__ volatile("" : "+r"(value));
    else
        __asm__ volatile("" : "+m"(value));
    return value;
}

template <class T> inline const void *tare_weighed_at_(T const &value)
{
    if constexpr (std::is_pointer<T>::value)
        return (const void *)value;
    else
        return (const void *)&value;
}

template <class T> constexpr size_t tare_weighed_bytes_()
{
    if constexpr (!std::is_pointer<T>::value)
        return sizeof(T);
    else if constexpr (std::is_void<typename std::remove_pointer<T>::type>::value)
        return 0;
    else
        return sizeof(typename std::remove_pointer<T>::type);
}

#define tare_keep(...)   tare_keep_value_((__VA_ARGS__))
#define tare_hide(...)   tare_hide_value_((__VA_ARGS__))
#define tare_weigh(t, v) tare_weigh_at_(t, v, -1, 0)
#define tare_weighed_value_(v)                                                                     \
    typename std::remove_pointer<typename std::remove_reference<decltype(v)>::type>::type
#define tare_weigh_except(t, v, member)                                                            \
    tare_weigh_at_(t, v, (ptrdiff_t)offsetof(tare_weighed_value_(v), member),                      \
                   sizeof(((tare_weighed_value_(v) *)0)->member))

#define tare_weigh_at_(t, v, cut, cut_bytes)                                                       \
    __extension__({                                                                                \
        typedef typename std::remove_reference<decltype(v)>::type tare_weighed_type_;              \
        static tare_weighed_type_ *tare_root_ __attribute__((used));                               \
        typename std::remove_cv<tare_weighed_type_>::type const &tare_seen_ = (v);                 \
        tare_weigh_((t), #v, &tare_root_, tare_weighed_at_(tare_seen_),                            \
                    tare_weighed_bytes_<typename std::remove_cv<tare_weighed_type_>::type>(),      \
                    (cut), (cut_bytes));                                                           \
    })

#endif

/*
 * Registration. Both macros stand at file scope.
 *
 *     TARE_GROUP(name, .title = "...", .sizes = TARE_SIZES(...), ...)   fields in their order
 *     TARE_CASE(group, variant) { body }
 *
 * A case whose group was never declared gets a group of defaults. An entry is a pointer in an ELF
 * section, which the library reads between the bounds that the linker makes. `retain` keeps the
 * section where the linker collects garbage (lld drops it silently otherwise).
 */
#define TARE_FULL(n)      (-(int64_t)(n)) /* a size that only `--full` runs */
#define TARE_SIZES(...)   TARE_VALUES_(__VA_ARGS__)
#define TARE_THREADS(...) TARE_VALUES_(__VA_ARGS__)
#define TARE_PARAMS(name, ...)                                                                     \
    {                                                                                              \
        name, TARE_VALUES_(__VA_ARGS__)                                                            \
    }
#define TARE_VALUES_(...)                                                                          \
    {                                                                                              \
        sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t),                                  \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

#if defined(__has_attribute)
#if __has_attribute(retain)
#define TARE_RETAIN_ , retain
#endif
#endif
#ifndef TARE_RETAIN_
#define TARE_RETAIN_
#endif
#define tare_section_(name) __attribute__((section(name), used TARE_RETAIN_))

#ifdef __cplusplus
/* C++17 has designated initialisers as an extension of both compilers, with a warning. */
#define TARE_QUIET_                                                                                \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"")                \
        _Pragma("GCC diagnostic ignored \"-Wmissing-field-initializers\"")                         \
            _Pragma("GCC diagnostic ignored \"-Wc++20-extensions\"")
#define TARE_LOUD_ _Pragma("GCC diagnostic pop")
#else
#define TARE_QUIET_
/* Makes a semicolon behind the macro right, pedantically too. It wants something to follow: a group
 * is never the last thing in a file. */
#define TARE_LOUD_ __extension__
#endif

/* The empty last argument lets TARE_GROUP(name) stand alone. */
#define TARE_GROUP(...) TARE_GROUP_(__VA_ARGS__, )
#define TARE_GROUP_(id, ...)                                                                       \
    TARE_QUIET_                                                                                    \
    static const struct tare_group tare_group_##id = {                                             \
        .name = #id, .file = __FILE__, .line = __LINE__, __VA_ARGS__};                             \
    static const struct tare_group *tare_group_entry_##id tare_section_("tare_groups") =           \
        &tare_group_##id;                                                                          \
    TARE_LOUD_

/* Of a case's function, in bytes. Relinking (make bench LAYOUTS=10) lowers it, since it is to draw
 * anew where within a cache line code lies. */
#ifndef TARE_ALIGN_
#define TARE_ALIGN_ 64
#endif

#define TARE_CASE(group, variant)                                                                  \
    static void tare_run_##group##_of_##variant(struct tare *t)                                    \
        __attribute__((aligned(TARE_ALIGN_)));                                                     \
    static const struct tare_case tare_case_##group##_of_##variant = {                             \
        #group, #variant, __FILE__, __LINE__, __COUNTER__, tare_run_##group##_of_##variant};       \
    static const struct tare_case *tare_case_entry_##group##_of_##variant tare_section_(           \
        "tare_cases") = &tare_case_##group##_of_##variant;                                         \
    static void tare_run_##group##_of_##variant(struct tare *t)

#endif
