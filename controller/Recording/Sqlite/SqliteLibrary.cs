using System.Runtime.InteropServices;
using SQLitePCL;

namespace Rollout.Recording.Sqlite;

/// <summary>
/// The system's own SQLite, found under the names that distributions give it. Distributions mend it within days; a copy of our own would
/// have to be shipped again for every flaw.
/// </summary>
public static class SqliteLibrary
{
    private static readonly string[] Names = OperatingSystem.IsMacOS()
        ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib", "/opt/homebrew/lib/libsqlite3.dylib"]
        : OperatingSystem.IsWindows() ? ["winsqlite3", "e_sqlite3", "sqlite3"]
        : ["libsqlite3.so.0", "libsqlite3.so", "sqlite3"];

    private static readonly Lazy<string?> Loaded = new(() => Load(Names, Register));

    /// <summary>Null when SQLite is there; else what is missing and how to get it. Loads it at the first call.</summary>
    public static string? WhatIsMissing => Loaded.Value;

    internal static string? Load(IReadOnlyList<string> names, Action<nint> register)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                register(library);
                return null;
            }
        }

        return $"the SQLite library was not found (tried {string.Join(", ", names)}); "
            + "install the package libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine) or sqlite (Arch)";
    }

    private static void Register(nint library)
    {
        var provider = new SQLite3Provider_e_sqlite3();
        NativeLibrary.SetDllImportResolver(provider.GetType().Assembly, (name, _, _) => name == "e_sqlite3" ? library : nint.Zero);
        raw.SetProvider(provider);
    }
}
