namespace Rollout.Judge.Tests;

public sealed class KeptTablesTests
{
    /// <summary>A controller that has seen a thousand rollouts must not make tables anew at every sample of the next one.</summary>
    [Fact]
    public void However_many_kinds_there_were_before_a_new_one_is_made_once()
    {
        var made = new List<int>();
        var tables = new KeptTables<int, object>(4, kind =>
        {
            made.Add(kind);
            return new object();
        });
        for (var kind = 0; kind < 1000; kind++)
        {
            var table = tables.Of(kind);
            Assert.All(Enumerable.Range(0, 10), _ => Assert.Same(table, tables.Of(kind)));
        }

        Assert.Equal(Enumerable.Range(0, 1000), made);
    }

    [Fact]
    public void No_more_are_kept_than_fit()
    {
        var tables = new KeptTables<int, WeakReference>(4, _ => new WeakReference(null));
        var first = tables.Of(0);
        for (var kind = 1; kind < 5; kind++)
        {
            tables.Of(kind);
        }

        Assert.NotSame(first, tables.Of(0));
    }
}
