using Rollout.Planning;

namespace Rollout.Recording.Sqlite;

/// <summary>Orders of people. Taken ones stay, with what became of them, for whoever asks later who did what.</summary>
internal static class OrderTable
{
    private const int MostTaken = 1000;

    public static IReadOnlyList<OrderRequest> Waiting(SqliteSession session, RolloutKey key) => session.Read(
        "SELECT id, kind, revision, author, at FROM person_order WHERE namespace = $ns AND name = $name AND taken_version IS NULL ORDER BY id",
        r => new OrderRequest(r.GetInt64(0),
            new Order(Enum.Parse<OrderKind>(r.GetString(1)), r.TextOrNull(2), r.TextOrNull(3), StoredText.Time(r.GetString(4)))),
        ("$ns", key.Namespace), ("$name", key.Name));

    public static void Add(SqliteSession session, RolloutKey key, Order order) => session.Run(
        "INSERT INTO person_order (namespace, name, kind, revision, author, at) VALUES ($ns, $name, $kind, $revision, $author, $at)",
        ("$ns", key.Namespace), ("$name", key.Name), ("$kind", order.Kind.ToString()), ("$revision", order.Revision), ("$author", order.Author),
        ("$at", StoredText.Of(order.At)));

    public static void Take(SqliteSession session, RolloutKey key, IReadOnlyList<TakenOrder> taken, long version)
    {
        foreach (var order in taken)
        {
            session.Run("UPDATE person_order SET taken_version = $version, note = $note WHERE id = $id AND namespace = $ns AND name = $name AND taken_version IS NULL",
                ("$ns", key.Namespace), ("$name", key.Name), ("$version", version), ("$note", order.Note), ("$id", order.Id));
        }

        if (taken.Count > 0)
        {
            session.Run("""
                DELETE FROM person_order WHERE namespace = $ns AND name = $name AND taken_version IS NOT NULL AND id <=
                  (SELECT id FROM person_order WHERE namespace = $ns AND name = $name AND taken_version IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET $most)
                """, ("$ns", key.Namespace), ("$name", key.Name), ("$most", MostTaken));
        }
    }
}
