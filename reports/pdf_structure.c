/* SPDX-License-Identifier: Apache-2.0 */
#include "reports/pdf_structure.h"

#include <hpdf_doc.h>
#include <hpdf_pages.h>

#include "reports/layout.h"
#include "support/banned.h"
#include "support/mem.h"

/* Structure types of PDF 1.4; the roles of a table's parts are in the table's own terms. */
static const char *const types[ROLE_N] = {
    [ROLE_DOCUMENT] = "Document", [ROLE_TITLE] = "H1",      [ROLE_HEADING] = "H2",
    [ROLE_SUBHEADING] = "H3",     [ROLE_PARAGRAPH] = "P",   [ROLE_LIST] = "L",
    [ROLE_ITEM] = "LI",           [ROLE_LABEL] = "Lbl",     [ROLE_BODY] = "LBody",
    [ROLE_TABLE] = "Table",       [ROLE_ROW] = "TR",        [ROLE_HEADER_CELL] = "TH",
    [ROLE_CELL] = "TD",           [ROLE_FIGURE] = "Figure", [ROLE_CONTENTS] = "TOC",
    [ROLE_ENTRY] = "TOCI",        [ROLE_LINK] = "Link",
};

/* No part and no decoration: nothing is open. */
static const size_t closed = (size_t)-1;

struct pdf_structure {
    HPDF_Doc doc;
    const struct layout *layout;
    HPDF_Dict *elements; /* one per part */
    HPDF_Array parents;  /* the parent tree: key, value, key, value; keys ascend */
    size_t *links;       /* the part of each link; their keys follow those of the pages */
    size_t n_links;
    size_t links_capacity;
    HPDF_Page page;
    size_t n_pages;     /* begun */
    HPDF_Array of_page; /* the element of each mark of the page */
    HPDF_UINT n_marks;  /* on the page */
    size_t open;        /* the part that is being drawn */
};

static HPDF_Dict new_object(HPDF_Doc doc)
{
    HPDF_Dict dict = HPDF_Dict_New(doc->mmgr);

    if (dict) {
        HPDF_Xref_Add(doc->xref, dict);
    }
    return dict;
}

/* The array of a dictionary under `key`, made when it is missing. */
static HPDF_Array array_of(HPDF_Doc doc, HPDF_Dict dict, const char *key)
{
    HPDF_Array array = HPDF_Dict_GetItem(dict, key, HPDF_OCLASS_ARRAY);

    if (!array) {
        array = HPDF_Array_New(doc->mmgr);
        HPDF_Dict_Add(dict, key, array);
    }
    return array;
}

static void add_attributes(HPDF_Doc doc, HPDF_Dict element, const struct part *part)
{
    if (part->role == ROLE_HEADER_CELL) {
        HPDF_Dict attributes = HPDF_Dict_New(doc->mmgr);

        HPDF_Dict_AddName(attributes, "O", "Table");
        HPDF_Dict_AddName(attributes, "Scope", "Column");
        HPDF_Dict_Add(element, "A", attributes);
    }
    if (part->alt) {
        HPDF_Dict_Add(element, "Alt",
                      HPDF_String_New(doc->mmgr, part->alt, HPDF_GetEncoder(doc, "UTF-8")));
    }
}

static HPDF_Dict new_element(HPDF_Doc doc, HPDF_Dict parent, const struct part *part)
{
    HPDF_Dict element = new_object(doc);

    HPDF_Dict_AddName(element, "S", types[part->role]);
    HPDF_Dict_Add(element, "P", parent);
    HPDF_Array_Add(array_of(doc, parent, "K"), element);
    add_attributes(doc, element, part);
    return element;
}

struct pdf_structure *pdf_structure_new(HPDF_Doc doc, const struct layout *layout)
{
    struct pdf_structure *structure = mem_alloc(sizeof *structure);
    HPDF_Dict root = new_object(doc);
    HPDF_Dict tree = new_object(doc);
    HPDF_Dict info = HPDF_Dict_New(doc->mmgr);

    *structure = (struct pdf_structure){.doc = doc, .layout = layout, .open = closed};
    structure->elements = mem_array(layout->n_parts, sizeof(HPDF_Dict));
    HPDF_Dict_AddName(root, "Type", "StructTreeRoot");
    HPDF_Dict_Add(root, "ParentTree", tree);
    structure->parents = array_of(doc, tree, "Nums");
    HPDF_Dict_Add(doc->catalog, "StructTreeRoot", root);
    HPDF_Dict_AddBoolean(info, "Marked", HPDF_TRUE);
    HPDF_Dict_Add(doc->catalog, "MarkInfo", info);
    for (size_t i = 0; i < layout->n_parts; i++) {
        const struct part *part = &layout->parts[i];

        structure->elements[i] =
            new_element(doc, i ? structure->elements[part->parent] : root, part);
    }
    return structure;
}

void pdf_structure_free(struct pdf_structure *structure)
{
    if (structure) {
        free(structure->elements);
        free(structure->links);
        free(structure);
    }
}

static void write(struct pdf_structure *structure, const char *text)
{
    HPDF_Stream_WriteStr(((HPDF_PageAttr)structure->page->attr)->stream, text);
}

void pdf_structure_begin_page(struct pdf_structure *structure, HPDF_Page page)
{
    structure->page = page;
    structure->n_marks = 0;
    structure->open = closed;
    structure->of_page = HPDF_Array_New(structure->doc->mmgr);
    HPDF_Xref_Add(structure->doc->xref, structure->of_page);
    HPDF_Dict_AddNumber(page, "StructParents", (HPDF_INT32)structure->n_pages);
    HPDF_Dict_AddName(page, "Tabs", "S");
    HPDF_Array_AddNumber(structure->parents, (HPDF_INT32)structure->n_pages++);
    HPDF_Array_Add(structure->parents, structure->of_page);
}

static void close_mark(struct pdf_structure *structure)
{
    if (structure->open != closed) {
        write(structure, "EMC\n");
        structure->open = closed;
    }
}

/* A mark is a number when it stands on the page that the element names, and a reference
 * that names its own page when it does not. */
static void add_mark(struct pdf_structure *structure, HPDF_Dict element, HPDF_UINT mark)
{
    HPDF_Array kids = array_of(structure->doc, element, "K");
    HPDF_Dict page = HPDF_Dict_GetItem(element, "Pg", HPDF_OCLASS_DICT);

    if (!page) {
        HPDF_Dict_Add(element, "Pg", structure->page);
        page = structure->page;
    }
    if (page == structure->page) {
        HPDF_Array_AddNumber(kids, (HPDF_INT32)mark);
        return;
    }
    HPDF_Dict reference = HPDF_Dict_New(structure->doc->mmgr);
    HPDF_Dict_AddName(reference, "Type", "MCR");
    HPDF_Dict_Add(reference, "Pg", structure->page);
    HPDF_Dict_AddNumber(reference, "MCID", (HPDF_INT32)mark);
    HPDF_Array_Add(kids, reference);
}

void pdf_structure_mark(struct pdf_structure *structure, size_t part)
{
    char text[80];

    if (part == structure->open) {
        return;
    }
    close_mark(structure);
    structure->open = part;
    if (part == 0) {
        write(structure, "/Artifact BMC\n");
        return;
    }
    (void)snprintf(text, sizeof text, "/%s <</MCID %u>> BDC\n",
                   types[structure->layout->parts[part].role], structure->n_marks);
    write(structure, text);
    add_mark(structure, structure->elements[part], structure->n_marks++);
    HPDF_Array_Add(structure->of_page, structure->elements[part]);
}

void pdf_structure_end_page(struct pdf_structure *structure)
{
    close_mark(structure);
}

void pdf_structure_link(struct pdf_structure *structure, size_t part, HPDF_Annotation link)
{
    HPDF_Dict reference = HPDF_Dict_New(structure->doc->mmgr);

    HPDF_Dict_AddName(reference, "Type", "OBJR");
    HPDF_Dict_Add(reference, "Pg", structure->page);
    HPDF_Dict_Add(reference, "Obj", link);
    HPDF_Array_Add(array_of(structure->doc, structure->elements[part], "K"), reference);
    HPDF_Dict_AddNumber(link, "StructParent",
                        (HPDF_INT32)(structure->layout->n_pages + structure->n_links));
    mem_reserve((void **)&structure->links, &structure->links_capacity, structure->n_links + 1,
                sizeof *structure->links);
    structure->links[structure->n_links++] = part;
}

void pdf_structure_finish(struct pdf_structure *structure)
{
    for (size_t i = 0; i < structure->n_links; i++) {
        HPDF_Array_AddNumber(structure->parents, (HPDF_INT32)(structure->n_pages + i));
        HPDF_Array_Add(structure->parents, structure->elements[structure->links[i]]);
    }
}
