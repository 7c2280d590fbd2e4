using Npgsql;

namespace Rollout.History.Postgres;

/// <summary>Connection strings: Npgsql's own form, and the URI that libpq and most tools know.</summary>
internal static class PostgresAddress
{
    /// <summary>The connection with our bounds where it names none; or what is wrong with it.</summary>
    public static (string? Connection, string? Wrong) Read(string text)
    {
        try
        {
            var builder = text.StartsWith("//", StringComparison.Ordinal) ? FromUri(new Uri("postgres:" + text)) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host))
            {
                return (null, "names no host");
            }

            builder.ApplicationName ??= "rollout";
            builder.Timeout = Given(builder, "Timeout") ? builder.Timeout : 5;
            builder.CommandTimeout = Given(builder, "Command Timeout") ? builder.CommandTimeout : 15;
            builder.MaxPoolSize = Given(builder, "Maximum Pool Size") ? builder.MaxPoolSize : 4;
            builder.IncludeErrorDetail = false;
            return (builder.ConnectionString, null);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or UriFormatException)
        {
            // Npgsql's own words may hold a part of what was written.
            return (null, "is no connection string of PostgreSQL");
        }
    }

    public static string WithoutSecrets(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        return $"postgres at {builder.Host}, database {builder.Database ?? builder.Username ?? "?"}";
    }

    private static bool Given(NpgsqlConnectionStringBuilder builder, string keyword) =>
        builder.Keys.Cast<string>().Contains(keyword, StringComparer.OrdinalIgnoreCase);

    /// <summary>postgres://user:password@host:port/database?sslmode=require (PostgreSQL manual, section 34.1.1.2, Connection URIs).</summary>
    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        if (uri.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        var user = uri.UserInfo.Split(':', 2);
        builder.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (Uri.UnescapeDataString(n), Uri.UnescapeDataString(v)) : throw new FormatException();
            builder[Keyword(name)] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    private static string Keyword(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "passfile" => "Passfile",
        "host" => "Host",
        _ => throw new FormatException(name),
    };
}
