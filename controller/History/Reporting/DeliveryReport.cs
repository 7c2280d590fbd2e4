namespace Rollout.History.Reporting;

/// <summary>
/// The delivery of a fleet, or of all of them, over a span of time. The four measures are those of DORA, Accelerate State of DevOps Report
/// 2024 (the first two and the last go back to Forsgren, Humble and Kim, Accelerate, 2018, chapter 2; the report of 2023 renamed time to
/// restore into failed deployment recovery time). README.md says what each is here, and what it is not.
/// </summary>
public sealed record DeliveryReport
{
    public required ReportSpan Span { get; init; }

    /// <summary>Releases that ended in the span, by how.</summary>
    public required IReadOnlyDictionary<ReleaseResult, int> Results { get; init; }

    public required int UnderWay { get; init; }

    /// <summary>Of the promoted: a return to the revision that ran before the release that they replaced.</summary>
    public required int Returns { get; init; }

    public required DeploymentFrequency Frequency { get; init; }

    /// <summary>From the commit until every node ran it. Of promoted releases; a return has none.</summary>
    public required Durations LeadTime { get; init; }

    /// <summary>From the build until every node ran it: the part of the lead time that is known where only the build is.</summary>
    public required Durations LeadTimeFromBuild { get; init; }

    public required ChangeFailures Failures { get; init; }

    /// <summary>Of failed changes: from the first node of production that ran it until every node ran the version before.</summary>
    public required Durations TimeToRestore { get; init; }

    /// <summary>From taking a release up to opening its first stage.</summary>
    public required Durations Waiting { get; init; }

    public required IReadOnlyList<StageTime> Stages { get; init; }

    /// <summary>From the last stage until every node ran it.</summary>
    public required Durations Promoting { get; init; }

    /// <summary>From the decision until every node ran the version before.</summary>
    public required Durations TakingBack { get; init; }

    public required IReadOnlyList<FlowPoint> Flow { get; init; }
}
