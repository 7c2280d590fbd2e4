using System.Data.Common;

namespace Rollout.History.Sql;

/// <summary>
/// Releases in a relational database. The schema is brought up to date by whoever comes first; after any trouble it is looked at again,
/// so a database that is set up afresh under a running controller is filled again.
/// </summary>
internal sealed class SqlReleaseStore(ISqlDatabase database, TimeProvider time) : IReleaseStore
{
    /// <summary>For one write or one answer, whatever the database's own limits are.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private volatile bool isMigrated;

    public string Where => database.Where;

    public async ValueTask<ReleaseWritten> WriteAsync(ReleaseRecord release, CancellationToken cancellationToken)
    {
        var fitted = ReleaseLimits.Fitted(release);
        return await TryAsync<ReleaseWritten>(async (connection, limited) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(limited);
            var changed = await ReleaseTables.WriteAsync(database, connection, transaction, fitted, limited);
            await transaction.CommitAsync(limited);
            return new ReleaseWritten.Done(changed);
        }, (reason, isRefusal) => isRefusal ? new ReleaseWritten.Refused(reason) : new ReleaseWritten.Unavailable(reason), cancellationToken);
    }

    public ValueTask<ReleasesRead> ReadAsync(ReleaseQuery query, CancellationToken cancellationToken) =>
        TryAsync<ReleasesRead>(async (connection, limited) =>
        {
            var asked = query with { Most = Math.Clamp(query.Most, 1, ReleaseQuery.MostReleases) };
            await using var transaction = await database.BeginReadAsync(connection, limited);
            var found = await ReleaseTables.ReadAsync(database, connection, transaction, asked, limited);
            await transaction.CommitAsync(limited);
            return new ReleasesRead.Found([.. found.Take(asked.Most)], found.Count <= asked.Most);
        }, (reason, _) => new ReleasesRead.Unavailable(reason), cancellationToken);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async ValueTask<T> TryAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> work, Func<string, bool, T> trouble, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var connection = await database.OpenAsync(limited.Token);
            if (!isMigrated)
            {
                await database.MigrateAsync(connection, limited.Token);
                isMigrated = true;
            }

            return await work(connection, limited.Token);
        }
        catch (HistoryUnavailableException e)
        {
            isMigrated = false;
            return trouble(e.Message, false);
        }
        catch (DbException e)
        {
            isMigrated = false;
            var (reason, isRefusal) = database.Explain(e);
            return trouble($"{Where}: {reason}", isRefusal);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return trouble($"{Where} did not answer within {Patience.TotalSeconds:0} s", false);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            // What is stored and not understood, and what lies below the driver.
            return trouble($"{Where} cannot be read or written: {e.Message}", false);
        }
    }
}
