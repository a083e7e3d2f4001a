/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/retirement.h"

#include <string.h>
#include <strings.h>

struct retirement {
	const char *host; /* or what it ends with, from a dot on; NULL: any other */
	const char *date; /* NULL: none is known */
	const char *what;
};

/* Sources: docs/retirement.md. */
static const struct retirement retirements[TC_REGISTRY_KIND_COUNT] = {
	[TC_REGISTRY_DOCKER] = {"docker.io", "2026-12-08",
	                        "Docker's notary service, which clients get this trust data from, "
	                        "ends on 2026-12-08"},
	[TC_REGISTRY_AZURE] = {".azurecr.io", "2028-03-31",
	                       "Azure Container Registry has content trust until 2028-03-31"},
	[TC_REGISTRY_OTHER] = {NULL, NULL,
	                       "content trust lasts as long as the registry's own Notary server, "
	                       "which nobody maintains; Harbor has none since 2.9"},
};

static bool is_host(const char *gun, size_t length, const char *wanted)
{
	size_t width = strlen(wanted);
	if (wanted[0] != '.')
		return length == width && strncasecmp(gun, wanted, length) == 0;
	return length > width && strncasecmp(gun + length - width, wanted, width) == 0;
}

static enum tc_registry_kind classify(const char *gun, size_t length)
{
	for (int kind = 0; kind < TC_REGISTRY_OTHER; kind++)
		if (is_host(gun, length, retirements[kind].host))
			return (enum tc_registry_kind)kind;
	return TC_REGISTRY_OTHER;
}

enum tuf_result tc_registries_add(struct tc_registries *registries, struct tuf_arena *arena,
                                  const char *gun)
{
	size_t length = strcspn(gun, "/");
	if (length == 0 || gun[length] == '\0')
		return TUF_OK;
	enum tc_registry_kind kind = classify(gun, length);
	registries->repositories[kind]++;
	const char **hosts = registries->hosts[kind];
	for (size_t i = 0; i < TC_REGISTRIES_SHOWN; i++) {
		if (!hosts[i]) {
			hosts[i] = tuf_arena_copy_text(arena, gun, length);
			return hosts[i] ? TUF_OK : TUF_NO_MEMORY;
		}
		if (strncmp(hosts[i], gun, length) == 0 && hosts[i][length] == '\0')
			return TUF_OK;
	}
	registries->has_more[kind] = true;
	return TUF_OK;
}

/* "a, b, c and others"; NULL when memory is short. */
static const char *list_hosts(const struct tc_registries *registries, enum tc_registry_kind kind,
                              struct tuf_arena *arena)
{
	const char *list = "";
	for (size_t i = 0; list && i < TC_REGISTRIES_SHOWN && registries->hosts[kind][i]; i++)
		list = tuf_arena_format(arena, "%s%s%s", list, i > 0 ? ", " : "",
		                        registries->hosts[kind][i]);
	if (!list || !registries->has_more[kind])
		return list;
	return tuf_arena_format(arena, "%s and others", list);
}

enum tuf_result tc_registries_report(const struct tc_registries *registries,
                                     struct tc_finding_list *findings)
{
	for (int kind = 0; kind < TC_REGISTRY_KIND_COUNT; kind++) {
		size_t count = registries->repositories[kind];
		if (count == 0)
			continue;
		const char *hosts =
			list_hosts(registries, (enum tc_registry_kind)kind, findings->arena);
		if (!hosts)
			return TUF_NO_MEMORY;
		const struct tc_finding_place place = {.actual = retirements[kind].date};
		enum tuf_result result =
			tc_finding_add(findings, TC_CONTENT_TRUST_ENDS, &place,
		                       "%s (%zu %s): %s", hosts, count,
		                       count == 1 ? "repository" : "repositories",
		                       retirements[kind].what);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}
