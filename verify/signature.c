/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/signature.h"

#include <string.h>

struct method {
	const char *name;
	enum tuf_key_type types[2]; /* that it may be used with; TUF_KEY_UNKNOWN is none */
	bool wants_pem;
	tc_signature_method *verify;
};

static const struct method methods[] = {
	{"ecdsa", {TUF_KEY_ECDSA, TUF_KEY_ECDSA_X509}, false, tc_sig_ecdsa_verify},
	{"rsapss", {TUF_KEY_RSA, TUF_KEY_RSA_X509}, false, tc_sig_rsa_verify_pss},
	{"rsapkcs1v15", {TUF_KEY_RSA, TUF_KEY_RSA_X509}, false, tc_sig_rsa_verify_pkcs1},
	{"pycrypto-pkcs#1 pss", {TUF_KEY_RSA, TUF_KEY_UNKNOWN}, true, tc_sig_rsa_verify_pss},
	{"eddsa", {TUF_KEY_ED25519, TUF_KEY_UNKNOWN}, false, tc_sig_ed25519_verify},
};

static const struct method *find_method(const char *name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, name) == 0)
			return &methods[i];
	return NULL;
}

static bool method_takes(const struct method *method, enum tuf_key_type type)
{
	return type != TUF_KEY_UNKNOWN && (type == method->types[0] || type == method->types[1]);
}

enum tuf_result tc_signature_verify(const struct tuf_signature *signature,
                                    const struct tc_public_key *key,
                                    const struct tc_message *message, const char **ret_reason)
{
	const struct method *method = find_method(signature->method);
	if (!method) {
		*ret_reason = "the method is not known";
		return TUF_INVALID;
	}
	if (!method_takes(method, key->type)) {
		*ret_reason = "the method does not fit the key's type";
		return TUF_INVALID;
	}
	if (key->problem) {
		*ret_reason = key->problem;
		return TUF_INVALID;
	}
	if (method->wants_pem != key->is_pem) {
		*ret_reason = "the method does not fit the key's encoding";
		return TUF_INVALID;
	}
	size_t work = tc_work_of_signature(&key->facts, message->length);
	/* OpenSSL does not always say that it was memory it lacked; what is bad is bad twice */
	enum tuf_result result = TUF_INVALID;
	for (int i = 0; i < 2 && result == TUF_INVALID; i++) {
		if (!tc_budget_take_work(key->budget, work)) {
			*ret_reason = "it was not looked at: there is too much";
			return TUF_INVALID;
		}
		result = method->verify(key, message, signature->bytes, signature->length,
		                        ret_reason);
	}
	return result;
}
