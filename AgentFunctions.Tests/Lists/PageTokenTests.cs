using AgentFunctions.Http.Lists;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Lists;

/// <summary>What a page is marked with as <c>next</c>.</summary>
public sealed class PageTokenTests
{
    private static readonly DateTimeOffset Moment = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    // One value for each field of a filter, other than the one that an empty filter has.
    private static readonly Dictionary<string, TaskFilter> Narrowed = new()
    {
        [nameof(TaskFilter.Tenant)] = new() { Tenant = new TenantId("acme") },
        [nameof(TaskFilter.Statuses)] = new() { Statuses = [AgentTaskStatus.Failed] },
        [nameof(TaskFilter.OrCallbackDue)] = new() { OrCallbackDue = true },
        [nameof(TaskFilter.Callback)] = new() { Callback = CallbackStatus.Failed },
        [nameof(TaskFilter.Agent)] = new() { Agent = "classify-ticket" },
        [nameof(TaskFilter.From)] = new() { From = Moment },
        [nameof(TaskFilter.To)] = new() { To = Moment },
        [nameof(TaskFilter.ErrorCode)] = new() { ErrorCode = "model-unavailable" },
        [nameof(TaskFilter.FinishedFrom)] = new() { FinishedFrom = Moment },
        [nameof(TaskFilter.FinishedTo)] = new() { FinishedTo = Moment },
    };

    [Property(MaxTest = 1000)]
    public void A_token_reads_as_it_was_written(long milliseconds, uint random, uint list)
    {
        PageToken token = new(IdOf(milliseconds, random), list);

        Assert.True(PageToken.TryParse(token.ToString(), out PageToken read));
        Assert.Equal(token, read);
        Assert.Equal(token.ToString(), Uri.EscapeDataString(token.ToString()));
    }

    [Property(MaxTest = 1000)]
    public void A_token_with_a_fault_is_none(long milliseconds, uint list, int place, char letter, int length)
    {
        string text = new PageToken(IdOf(milliseconds, 7), list).ToString();
        int at = (int)((uint)place % text.Length);

        Assert.False(PageToken.TryParse(text[..(int)((uint)length % text.Length)], out _));
        Assert.False(PageToken.TryParse(text.Insert(at, letter.ToString()), out _));
        Assert.Equal(text[at] == letter, PageToken.TryParse($"{text[..at]}{letter}{text[(at + 1)..]}", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("01m85hfg4q4fxhsk0bpg5tbzmw")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_no_page_carried_is_no_token(string text) => Assert.False(PageToken.TryParse(text, out _));

    [Fact]
    public void Blanks_and_padding_do_not_make_another_token_of_it()
    {
        string text = new PageToken(IdOf(1, 2), 3).ToString();

        Assert.All([$" {text}", $"{text} ", $"{text}\n", $"{text[..5]} {text[5..]}", $"{text}=", $"{text}=="], changed => Assert.False(PageToken.TryParse(changed, out _)));
    }

    [Fact]
    public void Every_field_of_a_filter_makes_another_list()
    {
        string[] fields = [.. typeof(TaskFilter).GetProperties().Select(p => p.Name).Except([nameof(TaskFilter.After), nameof(TaskFilter.PageSize)])];

        Assert.Equal(fields.Order(), Narrowed.Keys.Order());
        uint[] marks = [.. Narrowed.Values.Prepend(new TaskFilter()).Select(filter => PageToken.MarkOf("tasks", null, filter))];
        Assert.Equal(marks.Length, marks.Distinct().Count());
    }

    [Fact]
    public void Route_and_region_make_another_list()
    {
        uint[] marks = [.. new[] { ("tasks", null), ("callbacks", null), ("tasks", "north"), ("tasks", "south") }.Select(list => PageToken.MarkOf(list.Item1, list.Item2, new TaskFilter()))];

        Assert.Equal(4, marks.Distinct().Count());
    }

    [Fact]
    public void The_size_of_a_page_its_place_and_the_order_of_states_make_no_other_list()
    {
        TaskFilter filter = new() { Statuses = [AgentTaskStatus.Failed, AgentTaskStatus.Queued] };
        TaskFilter same = new() { Statuses = [AgentTaskStatus.Queued, AgentTaskStatus.Failed, AgentTaskStatus.Queued], After = "x", PageSize = 7 };

        Assert.Equal(PageToken.MarkOf("tasks", null, filter), PageToken.MarkOf("tasks", null, same));
    }

    private static TaskId IdOf(long milliseconds, uint random) => TaskId.Create(milliseconds & 0xFFFF_FFFF_FFFF, (int)(random % 32768), random);
}
