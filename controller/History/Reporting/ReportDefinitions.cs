namespace Rollout.History.Reporting;

/// <summary>What each figure of a report is, in a sentence, with its source. By the name that it has in JSON.</summary>
public static class ReportDefinitions
{
    public const string Source =
        "DORA, Accelerate State of DevOps Report 2024; lead time, frequency and failure rate as in Forsgren, Humble, Kim, Accelerate, 2018, chapter 2";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["source"] = Source,
        ["deploymentFrequency"] = "Releases that were promoted to every node.",
        ["leadTime"] = "From the commit until every node ran it; promoted releases whose commit's time is not known are counted as unknown, returns to an earlier revision are left out.",
        ["leadTimeFromBuild"] = "The same from the build on: a part of the lead time, not the whole.",
        ["changeFailures"] = "Of the changes that ran on a node of production and ended promoted or rolled back: those rolled back, and those followed by a return to "
            + "the revision before. A change that was stopped on its canary counts as failed, for some customers met it. Aborted and superseded ones have no verdict and are not counted.",
        ["timeToRestore"] = "Of failed changes: from the first node of production that ran it until every node ran the version before (failed deployment recovery time, as DORA calls it since 2023).",
        ["stages"] = "From opening a stage to leaving it.",
        ["flow"] = "Releases that had come to a state by the end of each day in UTC (cumulative flow: Anderson, Kanban, 2010, chapter 12).",
    };
}
