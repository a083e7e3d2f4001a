/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/snapshot.h"

enum tuf_result tuf_snapshot_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                               struct tuf_snapshot *ret_snapshot)
{
	static const char *const fields[] = {"_type", "expires", "version", "meta", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_snapshot snapshot = {.common = {.version = 0}};
	result = tuf_common_parse(reader, node, "Snapshot", &snapshot.common);
	if (result != TUF_OK)
		return result;
	struct tuf_node meta = tuf_node_member(node, "meta");
	result = tuf_file_list_parse(reader, &meta, &snapshot.files);
	if (result != TUF_OK)
		return result;
	result = tuf_file_list_require_hashes(reader, &meta, &snapshot.files, "root");
	if (result != TUF_OK)
		return result;
	result = tuf_file_list_require_hashes(reader, &meta, &snapshot.files, "targets");
	if (result != TUF_OK)
		return result;
	*ret_snapshot = snapshot;
	return TUF_OK;
}
