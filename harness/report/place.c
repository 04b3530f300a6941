/* SPDX-License-Identifier: MIT */
#include "report/place.h"

#include <math.h>

#define POINT_RADIUS_PX 8
#define FAR_PX          16
#define ROUNDS          6

static double clamp(double value, double lo, double hi)
{
    return fmin(fmax(value, lo), hi);
}

void tare_place_spread(const struct tare_place_column *column)
{
    size_t count = column->count;
    double gap = column->gap;
    size_t first = 0;

    if (!count)
        return;
    if (gap * (double)(count - 1) > column->hi - column->lo)
        gap = (column->hi - column->lo) / (double)(count - 1);
    for (size_t i = 0; i < count; i++)
        column->y[i] -= gap * (double)i;
    /* The isotonic value of i is the least mean of i's run over all ends, the run starting where
     * the last one ended. */
    while (first < count) {
        double sum = 0, least = INFINITY;
        size_t end = first;

        for (size_t i = first; i < count; i++) {
            sum += column->y[i];
            if (sum / (double)(i - first + 1) <= least) {
                least = sum / (double)(i - first + 1);
                end = i;
            }
        }
        for (; first <= end; first++)
            column->y[first] = least;
    }
    for (size_t i = 0; i < count; i++)
        column->y[i] = clamp(column->y[i], column->lo, column->hi - gap * (double)(count - 1)) +
                       gap * (double)i;
}

static double overlap(const struct tare_place_box *a, const struct tare_place_box *b)
{
    double x = fmin(a->x1, b->x1) - fmax(a->x0, b->x0);
    double y = fmin(a->y1, b->y1) - fmax(a->y0, b->y0);

    return x > 0 && y > 0 ? x * y : 0;
}

static struct tare_place_box box_of_point(const struct tare_place_label *label)
{
    return (struct tare_place_box){
        label->point_x - POINT_RADIUS_PX, label->point_y - POINT_RADIUS_PX,
        label->point_x + POINT_RADIUS_PX, label->point_y + POINT_RADIUS_PX};
}

/* Area of overlap: text over text counts most, then points, then lines. The area's edge is hard. */
static double cost_of(const struct tare_place_scene *scene, size_t index,
                      const struct tare_place_box *box)
{
    const struct tare_place_box *area = &scene->area;
    double beyond = fmax(area->x0 - box->x0, 0) + fmax(box->x1 - area->x1, 0) +
                    fmax(area->y0 - box->y0, 0) + fmax(box->y1 - area->y1, 0);
    double cost = 10000 * beyond;

    for (size_t i = 0; i < scene->label_count; i++) {
        struct tare_place_box point = box_of_point(&scene->labels[i]);

        if (i != index)
            cost += 50 * overlap(box, &scene->labels[i].box);
        cost += 4 * overlap(box, &point);
    }
    for (size_t i = 0; i < scene->line_count; i++)
        cost += 2 * overlap(box, &scene->lines[i]);
    return cost;
}

/* A label whose centre lies in direction (dx, dy), its edge `distance` from the point. */
static struct tare_place_box box_at(const struct tare_place_label *label, int dx, int dy,
                                    double distance)
{
    double reach = dx && dy ? distance * 0.7 : distance;
    double x = label->point_x + dx * (reach + label->width / 2);
    double y = label->point_y + dy * (reach + label->height / 2);

    return (struct tare_place_box){x - label->width / 2, y - label->height / 2,
                                   x + label->width / 2, y + label->height / 2};
}

static void place(const struct tare_place_scene *scene, size_t index)
{
    static const int directions[][2] = {{1, 0},  {1, 1},   {1, -1}, {-1, 0},
                                        {-1, 1}, {-1, -1}, {0, 1},  {0, -1}};
    static const double distances[] = {11, 15, 26, 40, 58, 80, 110, 150, 200};
    struct tare_place_label *label = &scene->labels[index];
    double least = INFINITY;

    for (size_t i = 0; i < sizeof(distances) / sizeof(distances[0]); i++)
        for (size_t j = 0; j < sizeof(directions) / sizeof(directions[0]); j++) {
            struct tare_place_box box =
                box_at(label, directions[j][0], directions[j][1], distances[i]);
            double cost = cost_of(scene, index, &box) + distances[i] + (double)j;

            if (cost < least) {
                least = cost;
                label->box = box;
            }
        }
}

static double distance(const struct tare_place_box *box, const struct tare_place_label *to)
{
    return hypot(fmax(fmax(box->x0 - to->point_x, to->point_x - box->x1), 0),
                 fmax(fmax(box->y0 - to->point_y, to->point_y - box->y1), 0));
}

/* Is the label away from its point, or could a reader take it for another's? */
static bool needs_line(const struct tare_place_scene *scene, size_t index)
{
    const struct tare_place_label *label = &scene->labels[index];
    double own = distance(&label->box, label);

    for (size_t i = 0; i < scene->label_count; i++)
        if (i != index && distance(&label->box, &scene->labels[i]) < own + POINT_RADIUS_PX)
            return true;
    return own > FAR_PX;
}

void tare_place_labels(const struct tare_place_scene *scene)
{
    for (size_t i = 0; i < scene->label_count; i++)
        scene->labels[i].box = (struct tare_place_box){0, 0, 0, 0};
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < scene->label_count; i++)
            place(scene, i);
    for (size_t i = 0; i < scene->label_count; i++)
        scene->labels[i].needs_line = needs_line(scene, i);
}
