# SPDX-License-Identifier: Apache-2.0
# Run by cpack when the components are staged.
execute_process(
  COMMAND ${CPACK_TUFCHECK_SOURCE}/.ci/package/debian-packages ${CPACK_TEMPORARY_DIRECTORY}
    ${CPACK_PACKAGE_DIRECTORY} ${CPACK_PACKAGE_VERSION} ${CPACK_TUFCHECK_MAINTAINER}
  COMMAND_ERROR_IS_FATAL ANY)
