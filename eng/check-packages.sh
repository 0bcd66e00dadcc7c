#!/usr/bin/env bash
# Packs what the solution publishes and restores a project that uses all of it, from the packages and the machine's own sources. Builds nothing: the Release build has to be there.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

dotnet pack OrleansConnect.sln -c Release --no-build --no-restore -v q -o "$folder/packages"
mkdir "$folder/user"
{
  echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>'
  echo "<RestoreAdditionalProjectSources>$folder/packages</RestoreAdditionalProjectSources></PropertyGroup><ItemGroup>"
  for package in "$folder"/packages/*.nupkg; do
    [[ $(basename "$package" .nupkg) =~ ^(.+)\.([0-9]+\.[0-9]+\.[0-9]+.*)$ ]]
    echo "<PackageReference Include=\"${BASH_REMATCH[1]}\" Version=\"${BASH_REMATCH[2]}\" />"
  done
  echo '</ItemGroup></Project>'
} > "$folder/user/user.csproj"
# In a cache of its own, so that no package of an earlier build is taken for this one.
dotnet restore "$folder/user/user.csproj" -v q --packages "$folder/cache"
ls "$folder/packages"
