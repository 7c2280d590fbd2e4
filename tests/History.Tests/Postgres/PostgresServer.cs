using System.Diagnostics;
using Npgsql;

namespace Rollout.History.Tests.Postgres;

/// <summary>
/// A real PostgreSQL of Debian in a folder of its own, on a socket in that folder: no port, no account, nothing of the machine's own
/// server. It refuses to run as root; then it runs as the user that its package made.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-pg-").FullName;
    private Process? server;

    private PostgresServer()
    {
    }

    public string Connection => Of("postgres");

    public static async Task<PostgresServer> StartAsync()
    {
        var made = new PostgresServer();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", made.folder);
        }

        // The data need not survive the machine, only the kills of the test: those lose nothing that the system has taken.
        await made.AsServerAsync("initdb", "-D", made.Data, "-U", "rollout", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C");
        await made.BeginAsync();
        return made;
    }

    /// <summary>A database of its own, empty.</summary>
    public async Task<string> DatabaseAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return Of(name);
    }

    /// <summary>kill -9 of the postmaster: its children notice it and end.</summary>
    public async Task KillAsync()
    {
        server!.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Starts, and waits until it answers. The children of a killed one may still be ending: then it says so and is started again.</summary>
    public async Task BeginAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            server ??= Begin();
            try
            {
                await using var connection = new NpgsqlConnection(Connection);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException e)
            {
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                {
                    throw new InvalidOperationException("PostgreSQL does not answer", e);
                }
            }

            if (server.HasExited)
            {
                server.Dispose();
                server = null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await KillAsync();
        }

        // The children of the killed one let go of the folder as they end.
        for (var left = 200; ; left--)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private string Data => Path.Combine(folder, "data");

    private static string Programs =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(v => Path.Combine(v, "bin")).Where(b => File.Exists(Path.Combine(b, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() ?? ""
            : "";

    private string Of(string database) => $"Host={folder};Username=rollout;Database={database};Timeout=5;Command Timeout=30";

    private Process Begin()
    {
        var begun = Process.Start(StartInfo("postgres", "-D", Data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=16MB"))!;

        // What it says is read and forgotten: a full pipe would stop it.
        begun.BeginOutputReadLine();
        begun.BeginErrorReadLine();
        return begun;
    }

    private Task AsServerAsync(string program, params string[] arguments) => EndAsync(Process.Start(StartInfo(program, arguments))!, program);

    private static Task RunAsync(string program, params string[] arguments) => EndAsync(Process.Start(program, arguments), program);

    private ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var path = Programs.Length > 0 ? Path.Combine(Programs, program) : program;
        string[] words = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments] : [path, .. arguments];
        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
    }

    private static async Task EndAsync(Process process, string program)
    {
        using (process)
        {
            var said = new List<string?>();
            if (process.StartInfo.RedirectStandardError)
            {
                process.ErrorDataReceived += (_, line) => said.Add(line.Data);
                process.BeginErrorReadLine();
                process.BeginOutputReadLine();
            }

            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join(' ', said)} (the Debian package is postgresql)");
            }
        }
    }
}
