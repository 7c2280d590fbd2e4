namespace Rollout.Cli.Pipeline;

/// <summary>A result in the format that was asked for.</summary>
internal static class Printing
{
    public static bool IsForPeople(this OutputFormat format) => format is OutputFormat.Text or OutputFormat.Wide;

    /// <param name="call">Whose stdout.</param>
    /// <param name="format">Asked for.</param>
    /// <param name="json">The result for machines.</param>
    /// <param name="lines">The result for people; given whether more columns are wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task PrintAsync(
        this VerbCall call, OutputFormat format, Func<string> json, Func<bool, IEnumerable<string>> lines, CancellationToken cancellation)
    {
        IEnumerable<string> printed = format switch
        {
            OutputFormat.Json => [json()],
            OutputFormat.Yaml => [JsonAsYaml.Of(json())],
            OutputFormat.Wide => lines(true),
            OutputFormat.Text => lines(false),
        };
        foreach (var line in printed)
        {
            await call.Out.WriteLineAsync(line.AsMemory(), cancellation);
        }
    }
}
