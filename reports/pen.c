/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/pen.h"

#include <math.h>
#include <string.h>

#include "support/banned.h"
#include "support/strbuf.h"
#include "support/utf8.h"

#define ELLIPSIS "\u2026"

/* libharu prints what it is given: NaN as rubbish, and long fractions differently from
 * version to version. */
static double safe(double value)
{
    return isfinite(value) ? round(value * 100) / 100 : 0;
}

void pen_new_page(struct pen *pen)
{
    struct layout *layout = pen->layout;

    if (pen->dry) {
        return;
    }
    mem_reserve((void **)&layout->pages, &layout->pages_capacity, layout->n_pages + 1,
                sizeof *layout->pages);
    layout->pages[layout->n_pages++] = (struct page){NULL, 0, 0};
    pen->y = pen->top;
}

void pen_need(struct pen *pen, double height)
{
    if (!pen->dry && pen->y + height > pen->bottom && pen->y > pen->top) {
        pen_new_page(pen);
    }
}

size_t pen_open(struct pen *pen, enum role role, const char *alt)
{
    struct layout *layout = pen->layout;
    size_t outer = pen->part;

    if (!pen->dry) {
        mem_reserve((void **)&layout->parts, &layout->parts_capacity, layout->n_parts + 1,
                    sizeof *layout->parts);
        layout->parts[layout->n_parts] = (struct part){role, outer, alt};
        pen->part = layout->n_parts++;
    }
    return outer;
}

void pen_close(struct pen *pen, size_t outer)
{
    pen->part = outer;
}

/* Lines and areas are content in a figure only: elsewhere they decorate. */
static size_t part_of(const struct pen *pen, enum op_kind kind)
{
    bool is_content =
        kind == OP_TEXT || kind == OP_LINK || pen->layout->parts[pen->part].role == ROLE_FIGURE;

    return is_content ? pen->part : 0;
}

static void add(struct pen *pen, struct op op)
{
    struct page *page = &pen->layout->pages[pen->layout->n_pages - 1];

    op.part = part_of(pen, op.kind);

    op.x = safe(op.x);
    op.y = safe(op.y);
    op.w = safe(op.w);
    op.h = safe(op.h);
    op.size = safe(op.size);
    mem_reserve((void **)&page->ops, &page->capacity, page->n_ops + 1, sizeof *page->ops);
    page->ops[page->n_ops++] = op;
}

/* --- characters --------------------------------------------------------------- */

/* "[U+1F525]": what no font has is named, never dropped or drawn as something else. */
enum { NAME_SIZE = 16 };

static void name_of(uint32_t c, char name[NAME_SIZE])
{
    (void)snprintf(name, NAME_SIZE, "[U+%04X]", c);
}

/* The face that c is drawn with; FACE_N for none. */
static enum face face_for(const struct pen *pen, enum face face, uint32_t c, double *ret_advance)
{
    const struct measure *m = pen->measure;

    *ret_advance = m->advance(m->context, face, c);
    if (*ret_advance >= 0) {
        return face;
    }
    *ret_advance = m->advance(m->context, FACE_FALLBACK, c);
    return *ret_advance >= 0 ? FACE_FALLBACK : FACE_N;
}

/* Width in em of c, or of its name. */
static double advance_of(const struct pen *pen, enum face face, uint32_t c)
{
    const struct measure *m = pen->measure;
    char name[NAME_SIZE];
    double advance = 0;

    if (face_for(pen, face, c, &advance) != FACE_N) {
        return advance;
    }
    name_of(c, name);
    advance = 0;
    for (const char *at = name; *at; at++) {
        advance += fmax(m->advance(m->context, face, (unsigned char)*at), 0);
    }
    return advance;
}

double pen_width(const struct pen *pen, struct style style, const char *text, size_t size)
{
    double width = 0;
    size_t i = 0;

    while (i < size) {
        size_t length = 0;

        width += advance_of(pen, style.face, utf8_decode(text + i, size - i, &length));
        i += length;
    }
    return width * style.size;
}

/* Text of one face. */
struct run {
    enum face face;
    double x;
    double width;
    struct strbuf text;
};

static void add_run(struct pen *pen, double y, struct style style, struct run *run)
{
    if (run->text.size > 0) {
        add(pen,
            (struct op){.kind = OP_TEXT,
                        .face = run->face,
                        .colour = style.colour,
                        .x = run->x,
                        .y = y,
                        .w = run->width,
                        .size = style.size,
                        .text = arena_slice_dup(&pen->layout->arena, strbuf_slice(&run->text))});
    }
    run->x += run->width;
    run->width = 0;
    strbuf_clear(&run->text);
}

static void add_character(struct run *run, uint32_t c, bool has_face)
{
    char bytes[4];
    char name[NAME_SIZE];

    if (has_face) {
        strbuf_add(&run->text, bytes, utf8_encode(c, bytes));
    } else {
        name_of(c, name);
        strbuf_adds(&run->text, name);
    }
}

void pen_text(struct pen *pen, double x, double y, struct style style, enum align align,
              const char *text, size_t size)
{
    struct run run = {style.face, x, 0, STRBUF_INIT};
    double width = pen->dry ? 0 : pen_width(pen, style, text, size);
    size_t i = 0;

    if (pen->dry || size == 0) {
        return;
    }
    run.x -= align == ALIGN_RIGHT ? width : align == ALIGN_CENTRE ? width / 2 : 0;
    while (i < size) {
        size_t length = 0;
        double advance = 0;
        uint32_t c = utf8_decode(text + i, size - i, &length);
        enum face face = face_for(pen, style.face, c, &advance);
        enum face shown = face == FACE_N ? style.face : face;

        if (shown != run.face) {
            add_run(pen, y, style, &run);
            run.face = shown;
        }
        add_character(&run, c, face != FACE_N);
        run.width += advance_of(pen, style.face, c) * style.size;
        i += length;
    }
    /* The blank that a line ends at has no ink, but who listens hears two words. */
    if (text[size] == ' ' && run.face == style.face) {
        strbuf_addc(&run.text, ' ');
    }
    add_run(pen, y, style, &run);
    strbuf_release(&run.text);
}

/* --- lines ---------------------------------------------------------------------- */

/* Where a long word without blanks, such as an ARN or a path, may go on below. */
static bool is_soft_break(uint32_t c)
{
    return c == '/' || c == ':' || c == ',' || c == '|';
}

/* The second choice: inside one of its parts. */
static bool is_weak_break(uint32_t c)
{
    return c == '-' || c == '_' || c == '.';
}

/* Where to cut a word of which `fits` bytes fit: behind a separator, behind a weak one
 * when the line would be less than half full, or anywhere. */
static size_t word_end(size_t soft, size_t weak, size_t fits)
{
    if (soft > 0 && (soft >= fits / 2 || weak < soft)) {
        return soft;
    }
    return weak ? weak : fits;
}

size_t pen_line(const struct pen *pen, struct style style, const char *text, double width,
                size_t *ret_next)
{
    size_t size = strlen(text);
    size_t blank = 0; /* the end of the last word that fits */
    size_t soft = 0;
    size_t weak = 0;
    size_t i = 0;
    double at = 0;

    while (i < size) {
        size_t length = 0;
        uint32_t c = utf8_decode(text + i, size - i, &length);

        if (c == ' ') {
            blank = i;
        }
        at += advance_of(pen, style.face, c) * style.size;
        /* A hundredth for sums of the same widths in another order. */
        if (at > width + 0.01 && c != ' ' && i > 0) {
            size_t end = blank ? blank : word_end(soft, weak, i);

            *ret_next = end + strspn(text + end, " ");
            return end;
        }
        i += length;
        soft = is_soft_break(c) ? i : soft;
        weak = is_weak_break(c) ? i : weak;
    }
    *ret_next = size;
    return size;
}

size_t pen_count_lines(const struct pen *pen, struct style style, const char *text, double width,
                       size_t most)
{
    size_t n = 0;

    while (*text && n < most) {
        size_t next = 0;

        pen_line(pen, style, text, width, &next);
        text += next;
        n++;
    }
    return n;
}

/* Draws text[0..size) followed by an ellipsis, giving up characters until it fits. */
static void draw_cut(struct pen *pen, struct box box, struct style style, enum align align,
                     struct slice text)
{
    struct strbuf cut = STRBUF_INIT;
    size_t size = text.size;

    do {
        while (size > 0 && ((unsigned char)text.text[size] & 0xc0) == 0x80) {
            size--;
        }
        strbuf_clear(&cut);
        strbuf_add(&cut, text.text, size);
        strbuf_adds(&cut, ELLIPSIS);
    } while (pen_width(pen, style, cut.text, cut.size) > box.width && size-- > 0);
    double x = box.x + (align == ALIGN_RIGHT    ? box.width
                        : align == ALIGN_CENTRE ? box.width / 2
                                                : 0);
    pen_text(pen, x, box.y, style, align, cut.text, cut.size);
    strbuf_release(&cut);
}

size_t pen_wrap(struct pen *pen, struct box box, struct style style, enum align align,
                const char *text)
{
    size_t n = 0;

    while (*text && n < box.most) {
        size_t next = 0;
        size_t size = pen_line(pen, style, text, box.width, &next);

        n++;
        if (n == box.most && text[next]) {
            draw_cut(pen, box, style, align, (struct slice){text, size});
        } else {
            double x = box.x + (align == ALIGN_RIGHT    ? box.width
                                : align == ALIGN_CENTRE ? box.width / 2
                                                        : 0);
            pen_text(pen, x, box.y, style, align, text, size);
        }
        box.y += box.leading;
        text += next;
    }
    return n;
}

void pen_fit(struct pen *pen, double x, double y, struct style style, enum align align,
             const char *text, double width)
{
    x -= align == ALIGN_RIGHT ? width : align == ALIGN_CENTRE ? width / 2 : 0;
    pen_wrap(pen, (struct box){x, y, width, 0, 1}, style, align, text);
}

/* --- shapes ----------------------------------------------------------------------- */

void pen_rect(struct pen *pen, double x, double y, double w, double h, uint32_t colour)
{
    if (!pen->dry && w > 0 && h > 0) {
        add(pen, (struct op){.kind = OP_RECT, .colour = colour, .x = x, .y = y, .w = w, .h = h});
    }
}

void pen_rule(struct pen *pen, double x, double y, double length, double weight, uint32_t colour)
{
    if (!pen->dry) {
        add(pen,
            (struct op){
                .kind = OP_LINE, .colour = colour, .x = x, .y = y, .w = length, .size = weight});
    }
}

void pen_path(struct pen *pen, enum op_kind kind, const double *points, size_t n_points,
              double weight, uint32_t colour)
{
    if (pen->dry || n_points < 2) {
        return;
    }
    double *copy = arena_alloc(&pen->layout->arena, n_points * 2 * sizeof *copy);
    for (size_t i = 0; i < n_points * 2; i++) {
        copy[i] = safe(points[i]);
    }
    add(pen,
        (struct op){
            .kind = kind, .colour = colour, .size = weight, .points = copy, .n_points = n_points});
}

void pen_link(struct pen *pen, double y, double height, const struct mark *target)
{
    if (!pen->dry) {
        add(pen, (struct op){.kind = OP_LINK,
                             .x = pen->left,
                             .y = y,
                             .w = pen->width,
                             .h = height,
                             .page = target->page,
                             .target_y = target->y});
    }
}
