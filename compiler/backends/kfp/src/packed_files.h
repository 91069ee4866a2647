#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlpc::backends::kfp {

/// A tar file of the files (relative name and content), compressed with gzip, in base64. The same files always give the
/// same text: there are no times or owners in it.
std::string packFiles(const std::vector<std::pair<std::string, std::string>>& files);

/// The gzip form of `data` (RFC 1952), made with the fixed codes of deflate: small enough for sources, and no library's
/// version can change it.
std::string gzip(std::string_view data);

std::string base64(std::string_view data);

}  // namespace mlpc::backends::kfp
