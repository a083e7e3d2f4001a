/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/timestamp.h"

enum tuf_result tuf_timestamp_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                               struct tuf_timestamp *ret_timestamp)
{
	static const char *const fields[] = {"_type", "expires", "version", "meta", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_timestamp timestamp = {.common = {.version = 0}};
	result = tuf_common_parse(reader, node, "Timestamp", &timestamp.common);
	if (result != TUF_OK)
		return result;
	struct tuf_node meta = tuf_node_member(node, "meta");
	result = tuf_file_list_parse(reader, &meta, &timestamp.files);
	if (result != TUF_OK)
		return result;
	result = tuf_file_list_require_hashes(reader, &meta, &timestamp.files, "snapshot");
	if (result != TUF_OK)
		return result;
	*ret_timestamp = timestamp;
	return TUF_OK;
}
