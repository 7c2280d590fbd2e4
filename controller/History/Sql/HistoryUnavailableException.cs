namespace Rollout.History.Sql;

/// <summary>The store cannot be used as it is; the message says why, with the mend.</summary>
internal sealed class HistoryUnavailableException(string message) : Exception(message);
