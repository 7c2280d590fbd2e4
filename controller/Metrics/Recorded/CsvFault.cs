namespace Rollout.Metrics.Recorded;

/// <summary>Why a line is not a line of CSV (RFC 4180).</summary>
internal enum CsvFault
{
    None,
    QuoteInsideField,
    TextAfterQuote,
    QuoteNotClosed,
}
