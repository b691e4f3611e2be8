using AgentFunctions.Tests.Access;
using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>The dashboard where the API asks for keys.</summary>
public sealed class SignInTests(Chromium chromium, KeyedHost host) : IClassFixture<Chromium>, IClassFixture<KeyedHost>
{
    [Fact]
    public async Task Without_a_key_it_asks_for_one_says_when_it_is_wrong_and_shows_only_what_the_key_may_see()
    {
        string tenant = $"t{Guid.NewGuid():N}"[..12];
        var (_, reading) = await host.NewKeyAsync(tenant, ["read"]);
        var (_, submitting) = await host.NewKeyAsync("others", ["submit", "read"]);
        KeyedAnswer others = await host.PostAsync("tasks", submitting, """{"agent":"classify-ticket","input":{"text":"of somebody else"}}""");
        await using Tab tab = await chromium.OpenAsync(host.Address, Reader.Desk);

        await tab.Page.GotoAsync("dashboard/#/tasks");
        ILocator key = tab.Page.GetByLabel("API key, or key of the Functions host");
        await key.FillAsync("agentfn_wrong");
        await key.PressAsync("Enter");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Empty(await tab.SeriousViolationsAsync());

        await tab.Page.GetByLabel("API key, or key of the Functions host").FillAsync(reading);
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByText("No task matches.")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText(others.Body.GetProperty("id").GetString()![^10..])).ToHaveCountAsync(0);

        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(key).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_without_the_role_is_told_which_one_it_needs()
    {
        var (_, reading) = await host.NewKeyAsync("readers", ["read"]);
        await using Tab tab = await chromium.OpenAsync(host.Address, Reader.Desk);
        await tab.Page.GotoAsync("dashboard/#/agents/classify-ticket");
        await tab.Page.GetByLabel("API key, or key of the Functions host").FillAsync(reading);
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();

        await tab.Page.GetByLabel("text", new PageGetByLabelOptions { Exact = true }).FillAsync("Hello");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run" }).ClickAsync();

        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("submit");
    }
}
