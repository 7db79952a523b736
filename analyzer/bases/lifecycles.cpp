// Ends of support, as their makers publish them. Days are the last on which somebody mends.

#include "analyzer/bases/lifecycles.h"

#include <string>

namespace plimsoll {

namespace {

struct Product {
  std::string_view id;
  std::string_view name;
  std::string_view source;
};

struct Release {
  std::string_view product;
  std::string_view version;
  std::string_view date;
  std::string_view codename;
};

// clang-format off
constexpr Product products[] = {
    {"debian", "Debian", "Debian's release lifecycle, LTS included"},
    {"ubuntu", "Ubuntu", "Ubuntu's release cycle, standard support"},
    {"alpine", "Alpine", "Alpine's release branches"},
    {"centos", "CentOS", "the CentOS project's end dates"},
    {"rocky", "Rocky Linux", "Rocky Linux's release schedule"},
    {"almalinux", "AlmaLinux", "AlmaLinux's release notes"},
    {"fedora", "Fedora", "Fedora's release life cycle"},
    {"amazonlinux", "Amazon Linux", "Amazon's published support dates"},
    {"oraclelinux", "Oracle Linux", "Oracle's lifetime support policy"},
    {"leap", "openSUSE Leap", "openSUSE's lifetime page"},
    {"ubi", "Red Hat UBI", "Red Hat Enterprise Linux life cycle"},
    {"node", "Node.js", "Node.js release schedule"},
    {"python", "Python", "the Python developer's guide, status of versions"},
    {"php", "PHP", "PHP's supported versions"},
    {"ruby", "Ruby", "Ruby maintenance branches"},
    {"go", "Go", "Go's release policy: two releases are supported"},
    {"dotnet", ".NET", "the .NET support policy"},
    {"postgres", "PostgreSQL", "PostgreSQL's versioning policy"},
    {"mysql", "MySQL", "Oracle's lifetime support policy"},
    {"mariadb", "MariaDB", "MariaDB's maintenance policy"},
    {"mongo", "MongoDB", "MongoDB's support policy"},
};

constexpr Release releases[] = {
    {"debian", "7", "2018-05-31", "wheezy"},
    {"debian", "8", "2020-06-30", "jessie"},
    {"debian", "9", "2022-06-30", "stretch"},
    {"debian", "10", "2024-06-30", "buster"},
    {"debian", "11", "2026-08-31", "bullseye"},
    {"debian", "12", "2028-06-30", "bookworm"},
    {"debian", "13", "2030-06-30", "trixie"},
    {"ubuntu", "12.04", "2017-04-28", ""},
    {"ubuntu", "14.04", "2019-04-25", ""},
    {"ubuntu", "16.04", "2021-04-30", ""},
    {"ubuntu", "18.04", "2023-05-31", ""},
    {"ubuntu", "19.10", "2020-07-17", ""},
    {"ubuntu", "20.04", "2025-05-31", ""},
    {"ubuntu", "20.10", "2021-07-22", ""},
    {"ubuntu", "21.04", "2022-01-20", ""},
    {"ubuntu", "21.10", "2022-07-14", ""},
    {"ubuntu", "22.04", "2027-04-30", ""},
    {"ubuntu", "22.10", "2023-07-20", ""},
    {"ubuntu", "23.04", "2024-01-25", ""},
    {"ubuntu", "23.10", "2024-07-11", ""},
    {"ubuntu", "24.04", "2029-05-31", ""},
    {"ubuntu", "24.10", "2025-07-10", ""},
    {"ubuntu", "25.04", "2026-01-15", ""},
    {"ubuntu", "25.10", "2026-07-31", ""},
    {"alpine", "3.2", "2017-05-01", ""},
    {"alpine", "3.3", "2017-11-01", ""},
    {"alpine", "3.4", "2018-05-01", ""},
    {"alpine", "3.5", "2018-11-01", ""},
    {"alpine", "3.6", "2019-05-01", ""},
    {"alpine", "3.7", "2019-11-01", ""},
    {"alpine", "3.8", "2020-05-01", ""},
    {"alpine", "3.9", "2020-11-01", ""},
    {"alpine", "3.10", "2021-05-01", ""},
    {"alpine", "3.11", "2021-11-01", ""},
    {"alpine", "3.12", "2022-05-01", ""},
    {"alpine", "3.13", "2022-11-01", ""},
    {"alpine", "3.14", "2023-05-01", ""},
    {"alpine", "3.15", "2023-11-01", ""},
    {"alpine", "3.16", "2024-05-23", ""},
    {"alpine", "3.17", "2024-11-22", ""},
    {"alpine", "3.18", "2025-05-09", ""},
    {"alpine", "3.19", "2025-11-01", ""},
    {"alpine", "3.20", "2026-04-01", ""},
    {"alpine", "3.21", "2026-11-01", ""},
    {"alpine", "3.22", "2027-05-01", ""},
    {"alpine", "3.23", "2027-11-01", ""},
    {"centos", "5", "2017-03-31", ""},
    {"centos", "6", "2020-11-30", ""},
    {"centos", "7", "2024-06-30", ""},
    {"centos", "8", "2021-12-31", ""},
    {"centos", "stream8", "2024-05-31", ""},
    {"centos", "stream9", "2027-05-31", ""},
    {"rocky", "8", "2029-05-31", ""},
    {"rocky", "9", "2032-05-31", ""},
    {"rocky", "10", "2035-05-31", ""},
    {"almalinux", "8", "2029-03-01", ""},
    {"almalinux", "9", "2032-05-31", ""},
    {"almalinux", "10", "2035-05-31", ""},
    {"fedora", "28", "2019-05-28", ""},
    {"fedora", "29", "2019-11-26", ""},
    {"fedora", "30", "2020-05-26", ""},
    {"fedora", "31", "2020-11-24", ""},
    {"fedora", "32", "2021-05-25", ""},
    {"fedora", "33", "2021-11-30", ""},
    {"fedora", "34", "2022-06-07", ""},
    {"fedora", "35", "2022-12-13", ""},
    {"fedora", "36", "2023-05-16", ""},
    {"fedora", "37", "2023-12-05", ""},
    {"fedora", "38", "2024-05-21", ""},
    {"fedora", "39", "2024-11-26", ""},
    {"fedora", "40", "2025-05-13", ""},
    {"fedora", "41", "2025-12-15", ""},
    {"amazonlinux", "1", "2023-12-31", ""},
    {"amazonlinux", "2018.03", "2023-12-31", ""},
    {"amazonlinux", "2", "2026-06-30", ""},
    {"amazonlinux", "2023", "2029-06-30", ""},
    {"oraclelinux", "6", "2021-03-31", ""},
    {"oraclelinux", "7", "2024-12-31", ""},
    {"oraclelinux", "8", "2029-07-31", ""},
    {"oraclelinux", "9", "2032-06-30", ""},
    {"leap", "15.0", "2019-12-03", ""},
    {"leap", "15.1", "2021-02-02", ""},
    {"leap", "15.2", "2022-01-04", ""},
    {"leap", "15.3", "2022-12-31", ""},
    {"leap", "15.4", "2023-12-07", ""},
    {"leap", "15.5", "2024-12-31", ""},
    {"leap", "15.6", "2026-04-30", ""},
    {"leap", "42.3", "2019-07-01", ""},
    {"ubi", "7", "2024-06-30", ""},
    {"ubi", "8", "2029-05-31", ""},
    {"ubi", "9", "2032-05-31", ""},
    {"ubi", "10", "2035-05-31", ""},
    {"node", "0.10", "2016-10-31", ""},
    {"node", "0.12", "2016-12-31", ""},
    {"node", "4", "2018-04-30", ""},
    {"node", "5", "2016-06-30", ""},
    {"node", "6", "2019-04-30", ""},
    {"node", "7", "2017-06-30", ""},
    {"node", "8", "2019-12-31", ""},
    {"node", "9", "2018-06-30", ""},
    {"node", "10", "2021-04-30", ""},
    {"node", "11", "2019-06-01", ""},
    {"node", "12", "2022-04-30", ""},
    {"node", "13", "2020-06-01", ""},
    {"node", "14", "2023-04-30", ""},
    {"node", "15", "2021-06-01", ""},
    {"node", "16", "2023-09-11", ""},
    {"node", "17", "2022-06-01", ""},
    {"node", "18", "2025-04-30", ""},
    {"node", "19", "2023-06-01", ""},
    {"node", "20", "2026-04-30", ""},
    {"node", "21", "2024-06-01", ""},
    {"node", "22", "2027-04-30", ""},
    {"node", "23", "2025-06-01", ""},
    {"node", "24", "2028-04-30", ""},
    {"node", "25", "2026-06-01", ""},
    {"python", "2", "2020-01-01", ""},
    {"python", "2.7", "2020-01-01", ""},
    {"python", "3.3", "2017-09-29", ""},
    {"python", "3.4", "2019-03-18", ""},
    {"python", "3.5", "2020-09-30", ""},
    {"python", "3.6", "2021-12-23", ""},
    {"python", "3.7", "2023-06-27", ""},
    {"python", "3.8", "2024-10-07", ""},
    {"python", "3.9", "2025-10-31", ""},
    {"python", "3.10", "2026-10-31", ""},
    {"python", "3.11", "2027-10-31", ""},
    {"python", "3.12", "2028-10-31", ""},
    {"python", "3.13", "2029-10-31", ""},
    {"python", "3.14", "2030-10-31", ""},
    {"php", "5", "2018-12-31", ""},
    {"php", "5.3", "2014-08-14", ""},
    {"php", "5.4", "2015-09-14", ""},
    {"php", "5.5", "2016-07-21", ""},
    {"php", "5.6", "2018-12-31", ""},
    {"php", "7", "2022-11-28", ""},
    {"php", "7.0", "2019-01-10", ""},
    {"php", "7.1", "2019-12-01", ""},
    {"php", "7.2", "2020-11-30", ""},
    {"php", "7.3", "2021-12-06", ""},
    {"php", "7.4", "2022-11-28", ""},
    {"php", "8.0", "2023-11-26", ""},
    {"php", "8.1", "2025-12-31", ""},
    {"php", "8.2", "2026-12-31", ""},
    {"php", "8.3", "2027-12-31", ""},
    {"php", "8.4", "2028-12-31", ""},
    {"php", "8.5", "2029-12-31", ""},
    {"ruby", "2", "2023-03-31", ""},
    {"ruby", "2.0", "2016-02-24", ""},
    {"ruby", "2.1", "2017-03-31", ""},
    {"ruby", "2.2", "2018-03-31", ""},
    {"ruby", "2.3", "2019-03-31", ""},
    {"ruby", "2.4", "2020-03-31", ""},
    {"ruby", "2.5", "2021-03-31", ""},
    {"ruby", "2.6", "2022-04-12", ""},
    {"ruby", "2.7", "2023-03-31", ""},
    {"ruby", "3.0", "2024-04-23", ""},
    {"ruby", "3.1", "2025-03-26", ""},
    {"ruby", "3.2", "2026-03-31", ""},
    {"ruby", "3.3", "2027-03-31", ""},
    {"ruby", "3.4", "2028-03-31", ""},
    {"go", "1.5", "2016-08-15", ""},
    {"go", "1.6", "2017-02-16", ""},
    {"go", "1.7", "2017-08-24", ""},
    {"go", "1.8", "2018-02-16", ""},
    {"go", "1.9", "2018-08-24", ""},
    {"go", "1.10", "2019-02-25", ""},
    {"go", "1.11", "2019-09-03", ""},
    {"go", "1.12", "2020-02-25", ""},
    {"go", "1.13", "2020-08-11", ""},
    {"go", "1.14", "2021-02-16", ""},
    {"go", "1.15", "2021-08-16", ""},
    {"go", "1.16", "2022-03-15", ""},
    {"go", "1.17", "2022-08-02", ""},
    {"go", "1.18", "2023-02-01", ""},
    {"go", "1.19", "2023-08-08", ""},
    {"go", "1.20", "2024-02-06", ""},
    {"go", "1.21", "2024-08-13", ""},
    {"go", "1.22", "2025-02-11", ""},
    {"go", "1.23", "2025-08-12", ""},
    {"dotnet", "1.0", "2019-06-27", ""},
    {"dotnet", "1.1", "2019-06-27", ""},
    {"dotnet", "2.0", "2018-10-01", ""},
    {"dotnet", "2.1", "2021-08-21", ""},
    {"dotnet", "2.2", "2019-12-23", ""},
    {"dotnet", "3.0", "2020-03-03", ""},
    {"dotnet", "3.1", "2022-12-13", ""},
    {"dotnet", "5.0", "2022-05-10", ""},
    {"dotnet", "6.0", "2024-11-12", ""},
    {"dotnet", "7.0", "2024-05-14", ""},
    {"dotnet", "8.0", "2026-11-10", ""},
    {"dotnet", "9.0", "2026-11-10", ""},
    {"dotnet", "10.0", "2028-11-14", ""},
    {"postgres", "9", "2021-11-11", ""},
    {"postgres", "9.3", "2018-11-08", ""},
    {"postgres", "9.4", "2020-02-13", ""},
    {"postgres", "9.5", "2021-02-11", ""},
    {"postgres", "9.6", "2021-11-11", ""},
    {"postgres", "10", "2022-11-10", ""},
    {"postgres", "11", "2023-11-09", ""},
    {"postgres", "12", "2024-11-21", ""},
    {"postgres", "13", "2025-11-13", ""},
    {"postgres", "14", "2026-11-12", ""},
    {"postgres", "15", "2027-11-11", ""},
    {"postgres", "16", "2028-11-09", ""},
    {"postgres", "17", "2029-11-08", ""},
    {"postgres", "18", "2030-11-14", ""},
    {"mysql", "5", "2023-10-31", ""},
    {"mysql", "5.5", "2018-12-31", ""},
    {"mysql", "5.6", "2021-02-28", ""},
    {"mysql", "5.7", "2023-10-31", ""},
    {"mysql", "8.0", "2026-04-30", ""},
    {"mariadb", "10.1", "2020-10-17", ""},
    {"mariadb", "10.2", "2022-05-23", ""},
    {"mariadb", "10.3", "2023-05-25", ""},
    {"mariadb", "10.4", "2024-06-18", ""},
    {"mariadb", "10.5", "2025-06-24", ""},
    {"mariadb", "10.6", "2026-07-06", ""},
    {"mariadb", "10.11", "2028-02-16", ""},
    {"mongo", "3.4", "2020-01-31", ""},
    {"mongo", "3.6", "2021-04-30", ""},
    {"mongo", "4.0", "2022-04-30", ""},
    {"mongo", "4.2", "2023-04-30", ""},
    {"mongo", "4.4", "2024-02-29", ""},
    {"mongo", "5.0", "2024-10-31", ""},
    {"mongo", "6.0", "2025-07-31", ""},
};
// clang-format on

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Days since 1970-01-01 of a date in the Gregorian calendar.
std::int64_t day_of(std::string_view date) {
  const int month = number(date.substr(5, 2));
  const int year = number(date.substr(0, 4)) - (month <= 2 ? 1 : 0);
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year =
      (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + number(date.substr(8)) - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

}  // namespace

std::optional<EndOfLife> end_of_life(std::string_view product, std::string_view version) {
  while (!version.empty()) {
    for (const Release& release : releases) {
      if (release.product != product || release.version != version) continue;
      EndOfLife end;
      for (const Product& known : products) {
        if (known.id != product) continue;
        end.what = std::string(known.name) + " " + std::string(release.version);
        end.source = std::string(known.source);
      }
      if (!release.codename.empty()) end.what += " (" + std::string(release.codename) + ")";
      end.date = std::string(release.date);
      end.day = day_of(release.date);
      return end;
    }
    const std::size_t dot = version.rfind('.');
    version = dot == std::string_view::npos ? std::string_view() : version.substr(0, dot);
  }
  return std::nullopt;
}

}  // namespace plimsoll
