namespace Rollout.Demo.Customers;

/// <summary>Counts visits.</summary>
internal sealed class CustomersTally
{
    private readonly Lock gate = new();
    private CustomersReport now = new(0, 0, 0, 0, 0, 0, 0);

    public void Began()
    {
        lock (gate)
        {
            now = now with { Sessions = now.Sessions + 1 };
        }
    }

    public void TurnedAway()
    {
        lock (gate)
        {
            now = now with { TurnedAway = now.TurnedAway + 1 };
        }
    }

    public void Ended(VisitResult result, decimal dollars, bool slow)
    {
        lock (gate)
        {
            now = now with
            {
                Paid = now.Paid + (result == VisitResult.Paid ? 1 : 0),
                Dollars = now.Dollars + (result == VisitResult.Paid ? dollars : 0),
                Failed = now.Failed + (result == VisitResult.Failed ? 1 : 0),
                Slow = now.Slow + (slow ? 1 : 0),
            };
        }
    }

    public CustomersReport Read(TimeSpan elapsed)
    {
        lock (gate)
        {
            return now with { Seconds = Math.Round(elapsed.TotalSeconds, 1) };
        }
    }
}
