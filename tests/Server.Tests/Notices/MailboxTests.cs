using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Api;
using Rollout.Planning.Notices;
using Rollout.Server.Notices;
using Rollout.Support;

namespace Rollout.Server.Tests.Notices;

public sealed class MailboxTests : IAsyncDisposable
{
    private readonly ManualTime time = new(Told.Noon);
    private readonly Channel<(SendResult Result, long Id)> attempts = Channel.CreateUnbounded<(SendResult, long)>();
    private readonly NoticeReceiver pager = Told.Receiver(ReceiverKind.Webhook);
    private readonly Mailbox mailbox;
    private long last;
    private string? lastUrl;

    public MailboxTests()
    {
        mailbox = new Mailbox("pager", (to, notice, _) =>
        {
            (last, lastUrl) = (notice.Id, to.Url);
            return Task.FromResult(Answer(notice));
        }, time, NullLogger.Instance, () => Receipted++);
        mailbox.Attempted += result => attempts.Writer.TryWrite((result, last));
    }

    private Func<Notice, SendResult> Answer { get; set; } = _ => new SendResult.Taken();

    private int Receipted { get; set; }

    public ValueTask DisposeAsync() => mailbox.DisposeAsync();

    [Fact]
    public async Task Oldest_first_each_once_with_a_receipt_that_stays_until_it_is_recorded()
    {
        IReadOnlyList<Notice> pending = [Told.RolledBack(3), Told.RolledBack(2)];
        mailbox.Look(pager, pending);
        Assert.Equal(2, await AttemptAsync());
        Assert.Equal(3, await AttemptAsync());
        mailbox.Look(pager, pending);
        Assert.Equal([2, 3], mailbox.Receipts.Select(r => r.Id));
        Assert.Equal(2, Receipted);

        mailbox.Look(pager, [Told.RolledBack(4)]);
        Assert.Equal(4, await AttemptAsync());
        Assert.Equal([4], mailbox.Receipts.Select(r => r.Id));
    }

    [Fact]
    public async Task Attempts_are_ever_farther_apart_and_none_is_made_between()
    {
        Answer = _ => new SendResult.Later("down");
        mailbox.Look(pager, [Told.RolledBack()]);
        await AttemptAsync();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            var wait = await time.DueAsync() - time.GetUtcNow();
            time.Advance(wait);
            await AttemptAsync();
            waits.Add(wait);
        }

        Assert.Equal(waits.Take(9).Order(), waits.Take(9));
        Assert.InRange(waits[0].TotalSeconds, 0.8, 1);
        Assert.InRange(waits[11].TotalSeconds, 240, 300);
        Assert.Empty(mailbox.Receipts);
    }

    [Fact]
    public async Task What_will_never_be_taken_does_not_hold_up_the_others()
    {
        Answer = notice => notice.Id == 1 ? new SendResult.Never("it answers 400") : new SendResult.Taken();
        mailbox.Look(pager, [Told.RolledBack(1), Told.RolledBack(2)]);
        await AttemptAsync();
        await AttemptAsync();
        Assert.Equal([new NoticeReceipt(1, "pager", "it answers 400"), new NoticeReceipt(2, "pager")], mailbox.Receipts);
    }

    [Fact]
    public async Task What_is_a_day_old_is_news_no_more()
    {
        time.Advance(Mailbox.GivenUpAfter);
        mailbox.Look(pager, [Told.RolledBack()]);
        await AttemptAsync();
        Assert.Equal("for a day it was told in vain", Assert.Single(mailbox.Receipts).Failure);
        Assert.Equal(0, last);
    }

    [Fact]
    public async Task A_fault_of_an_attempt_is_one_that_failed()
    {
        Answer = _ => throw new InvalidOperationException("secret");
        mailbox.Look(pager, [Told.RolledBack()]);
        await AttemptAsync();
        Answer = _ => new SendResult.Taken();
        time.Advance(await time.DueAsync() - time.GetUtcNow());
        await AttemptAsync();
        Assert.Null(Assert.Single(mailbox.Receipts).Failure);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_gets_it_and_one_that_took_something_begins_anew()
    {
        Answer = _ => new SendResult.Later("busy", TimeSpan.FromMinutes(2));
        mailbox.Look(pager, [Told.RolledBack(1), Told.RolledBack(2)]);
        await AttemptAsync();
        Assert.Equal(TimeSpan.FromMinutes(2), await time.DueAsync() - time.GetUtcNow());
        Answer = notice => notice.Id == 1 ? new SendResult.Taken() : new SendResult.Later("down");
        time.Advance(TimeSpan.FromMinutes(2));
        await AttemptAsync();
        Assert.Equal(2, await AttemptAsync());

        // The first failure in a row, not the second.
        Assert.InRange((await time.DueAsync() - time.GetUtcNow()).TotalSeconds, 0.8, 1);
    }

    [Fact]
    public async Task What_the_record_no_longer_has_is_told_no_more_and_a_changed_receiver_is_the_one_that_is_told()
    {
        Answer = _ => new SendResult.Later("down");
        mailbox.Look(pager, [Told.RolledBack(1), Told.RolledBack(2)]);
        await AttemptAsync();
        var due = await time.DueAsync();
        mailbox.Look(pager with { Url = "http://moved" }, [Told.RolledBack(2)]);
        Answer = _ => new SendResult.Taken();
        time.Advance(due - time.GetUtcNow());
        Assert.Equal((2, "http://moved"), (await AttemptAsync(), lastUrl));
    }

    private async Task<long> AttemptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return (await attempts.Reader.ReadAsync(limit.Token)).Id;
    }
}
