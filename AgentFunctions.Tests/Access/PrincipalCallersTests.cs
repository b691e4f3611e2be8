using System.Text;
using AgentFunctions.Access;
using AgentFunctions.Http.Access;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Tests.Access;

public sealed class PrincipalCallersTests
{
    private const string Tenant = """{"typ":"http://schemas.microsoft.com/identity/claims/tenantid","val":"6f0f3a2e-0000-4000-8000-000000000000"}""";

    [Fact]
    public async Task A_sign_in_gives_tenant_and_roles()
    {
        CallerOutcome outcome = await FindAsync(Encoded($$"""{"auth_typ":"aad","claims":[{{Tenant}},{"typ":"roles","val":"submit"},{"typ":"roles","val":"read"},{"typ":"roles","val":"Owner"}]}"""));

        Assert.Equal(new CallerOutcome.Known(new Caller(new TenantId("6f0f3a2e-0000-4000-8000-000000000000"), Roles.Submit | Roles.Read, false, null)), outcome);
    }

    [Fact]
    public async Task A_sign_in_without_roles_may_do_nothing()
    {
        CallerOutcome.Known known = Assert.IsType<CallerOutcome.Known>(await FindAsync(Encoded($$"""{"claims":[{{Tenant}}]}""")));

        Assert.Equal(Roles.None, known.Caller.Roles);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not base 64!")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOltdfQ==")]
    public async Task Anything_else_is_refused(string? header) => Assert.IsType<CallerOutcome.Refused>(await FindAsync(header));

    private static string Encoded(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));

    private static Task<CallerOutcome> FindAsync(string? header)
    {
        DefaultHttpContext context = new();
        context.Request.Headers["X-MS-CLIENT-PRINCIPAL"] = header;
        return new PrincipalCallers(Options.Create(new AccessOptions())).FindAsync(context.Request, TestContext.Current.CancellationToken);
    }
}
