using System.Diagnostics;

namespace Rollout.Cli.Tests;

/// <summary>Runs the built `rollout` as a user does: a process of its own, its streams apart.</summary>
internal static class RolloutProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ProcessAnswer> RunAsync(params string[] args) => RunInAsync(Directory.GetCurrentDirectory(), [], args);

    public static Task<ProcessAnswer> RunWithAsync(string variable, string value, string[] args) =>
        RunAsync(Directory.GetCurrentDirectory(), [], args, (variable, value));

    public static Task<ProcessAnswer> RunInAsync(string directory, byte[] input, params string[] args) => RunAsync(directory, input, args, null);

    /// <summary>What a shell makes of a script: in it <c>"$0" "$@"</c> is rollout with its arguments.</summary>
    public static Task<ProcessAnswer> ShellAsync(string script, params string[] args) =>
        RunAsync(Directory.GetCurrentDirectory(), [], ["-c", script, Executable, .. args], null, "/bin/sh");

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "rollout");

    private static async Task<ProcessAnswer> RunAsync(
        string directory, byte[] input, string[] args, (string Name, string Value)? variable, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Executable, args)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is var (name, value))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("rollout did not start");
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var output = ReadAsync(process.StandardOutput, patience.Token);
        var error = ReadAsync(process.StandardError, patience.Token);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It refused before it had read everything: what it said is in its answer.
        }

        await process.WaitForExitAsync(patience.Token);
        return new ProcessAnswer(process.ExitCode, await output, await error);
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            Assert.True(text.Length < 10_000_000, "rollout writes without end");
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
