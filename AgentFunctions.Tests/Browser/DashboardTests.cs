using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>The dashboard in a real browser, on a whole host.</summary>
public sealed partial class DashboardTests(Chromium chromium, DashboardHost host) : IClassFixture<Chromium>, IClassFixture<DashboardHost>
{
    [Fact]
    public async Task A_task_that_is_posted_appears_and_its_status_follows_without_a_reload()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/tasks");
        string id = await host.PostAsync(new { agent = "classify-ticket", input = new { text = $"Where is my parcel {Guid.NewGuid()}?" }, notBefore = DateTimeOffset.UtcNow.AddSeconds(4) });

        ILocator row = tab.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = id[^10..] });
        await Assertions.Expect(row).ToContainTextAsync("queued");
        await Assertions.Expect(row).ToContainTextAsync("succeeded", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        tab.AssertNoFault();
    }

    [Fact]
    public async Task The_overview_counts_a_task_that_has_ended_without_a_reload()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/overview");
        ILocator today = tab.Page.Locator(".stat").Filter(new LocatorFilterOptions { HasText = "Begun a minute" });
        int before = FirstNumber(await today.Locator(".hint").InnerTextAsync());

        await host.PostAsync(new { agent = "classify-ticket", input = new { text = $"Charged twice {Guid.NewGuid()}" } }, wait: true);

        await Assertions.Expect(today.Locator(".hint")).Not.ToHaveTextAsync($"{before} ended today", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        Assert.True(FirstNumber(await today.Locator(".hint").InnerTextAsync()) > before);
    }

    [Fact]
    public async Task A_dead_letter_is_redriven_after_a_dry_run_that_changes_nothing()
    {
        string id = await host.AddDeadAsync("classify-ticket");
        await using Tab tab = await OpenAsync(Reader.Desk, "#/dead-letters");

        await tab.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = $"Choose {id}" }).CheckAsync();
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("Dry run: 1 of 1 would go round again.")).ToBeVisibleAsync();
        Assert.Equal("deadLettered", await host.StatusOfAsync(id));

        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Redrive 1 chosen" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("1 of 1 went round again.")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = $"Choose {id}" })).ToHaveCountAsync(0);

        await tab.GoAsync($"#/tasks/{id}");
        await Assertions.Expect(tab.Page.Locator(".actions .badge")).ToHaveTextAsync("succeeded", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        tab.AssertNoFault();
    }

    [Fact]
    public async Task All_that_match_are_redriven_only_after_they_were_counted()
    {
        string id = await host.AddDeadAsync("judge-reply");
        await using Tab tab = await OpenAsync(Reader.Desk, "#/dead-letters?agent=judge-reply");
        ILocator redrive = tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Redrive all that match" });

        await Assertions.Expect(redrive).ToBeDisabledAsync();
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("would go round again.")).ToBeVisibleAsync();
        await redrive.ClickAsync();

        await Assertions.Expect(tab.Page.GetByText("went round again.")).ToBeVisibleAsync();
        Assert.NotEqual("deadLettered", await host.StatusOfAsync(id));
    }

    [Fact]
    public async Task A_redrive_that_is_refused_says_why()
    {
        await host.AddDeadAsync("classify-ticket");
        await using Tab tab = await OpenAsync(Reader.Desk, "#/dead-letters");

        // The form would not let it through.
        await tab.Page.Locator("form").EvaluateAllAsync<bool>("forms => forms.every(f => f.noValidate = true)");
        await tab.Page.GetByLabel("Tasks a second").FillAsync("-1");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dry run" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("rate");
    }

    [Fact]
    public async Task An_agent_that_is_tried_shows_its_answer_while_it_is_written()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/agents/draft-reply");
        await tab.Page.GetByLabel("message").FillAsync($"Where is my order {Random.Shared.Next()}?");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByLabel("Answer so far")).ToContainTextAsync("{", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("Succeeded", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Assertions.Expect(tab.Page.GetByLabel("Result as JSON")).ToContainTextAsync("\"subject\"");
        tab.AssertNoFault();
    }

    [Fact]
    public async Task A_task_tells_its_attempts_its_calls_and_why_it_got_its_model()
    {
        string id = await host.PostAsync(
            new { agent = "classify-ticket", input = new { text = $"The app crashes {Guid.NewGuid()}" }, quality = 0.9, metadata = new Dictionary<string, string> { ["ticket"] = "4711" } }, wait: true);
        await using Tab tab = await OpenAsync(Reader.Desk, $"#/tasks/{id}");

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Why this model" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Models that could have taken it, cheapest first" })).ToContainTextAsync("large");
        await Assertions.Expect(tab.Page.Locator(".timeline")).ToContainTextAsync("Accepted");
        await Assertions.Expect(tab.Page.Locator(".timeline")).ToContainTextAsync("Succeeded");
        await Assertions.Expect(tab.Page.Locator(".facts")).ToContainTextAsync("4711");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Model calls" }).Locator("tbody tr")).ToHaveCountAsync(1);
        tab.AssertNoFault();
    }

    [Fact]
    public async Task An_id_in_the_search_leads_to_its_task_and_filters_stay_in_the_address()
    {
        string id = await host.PostAsync(new { agent = "classify-ticket", input = new { text = $"Hello {Guid.NewGuid()}" } }, wait: true);
        await using Tab tab = await OpenAsync(Reader.Desk, "#/tasks");

        await tab.Page.GetByLabel("Status").SelectOptionAsync("deadLettered");
        await Assertions.Expect(tab.Page).ToHaveURLAsync(StatusInAddress());
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "succeeded" })).ToHaveCountAsync(0);

        await tab.Page.GetByLabel("Search").FillAsync(id);
        await tab.Page.GetByLabel("Search").PressAsync("Enter");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(id);
        tab.AssertNoFault();
    }

    [Fact]
    public async Task The_costs_are_told_by_agent_and_by_model_with_a_curve_that_is_also_a_table()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/costs");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { NameRegex = ShareOfTheCost() })).ToBeVisibleAsync();

        await tab.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "By", Exact = true }).SelectOptionAsync("model");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "By model, dearest first" })).ToContainTextAsync("large");
        await tab.Page.GetByText("As a table").Last.ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Share of the cost by the dearest tasks" })).ToContainTextAsync("10%");
        tab.AssertNoFault();
    }

    [Fact]
    public async Task All_of_it_can_be_reached_by_keyboard()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/overview");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(tab.Page.GetByText("Skip to content")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.Locator("main")).ToBeFocusedAsync();

        ILocator tasks = tab.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Tasks", Exact = true });
        await tasks.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1, Name = "Tasks" })).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("main")).ToBeFocusedAsync();
        await Assertions.Expect(tasks).ToHaveAttributeAsync("aria-current", "page");
    }

    [Fact]
    public async Task A_filter_that_is_changed_by_keyboard_keeps_the_focus()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/tasks");
        ILocator status = tab.Page.GetByLabel("Status");
        await status.FocusAsync();
        await tab.Page.Keyboard.PressAsync("d");

        await Assertions.Expect(tab.Page).ToHaveURLAsync(StatusInAddress());
        await Assertions.Expect(status).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_page_that_is_not_there_and_a_task_that_is_not_there_say_so()
    {
        await using Tab tab = await OpenAsync(Reader.Desk, "#/nowhere");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Not found");
        await tab.GoAsync("#/tasks/01m8a1x8kje948ga23q9p8dtze");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no task");
    }

    private async Task<Tab> OpenAsync(Reader reader, string place)
    {
        Tab tab = await chromium.OpenAsync(host.Api, reader);
        await tab.GoAsync(place);
        return tab;
    }

    private static int FirstNumber(string text) => int.Parse(Digits().Match(text).Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("status=deadLettered")]
    private static partial Regex StatusInAddress();

    [GeneratedRegex("^Share of the cost")]
    private static partial Regex ShareOfTheCost();
}
