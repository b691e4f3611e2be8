using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;

IConfiguration settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
return await new LocalHostCommandLine(settings, HostRun.RunAsync).InvokeAsync(args, Console.Out, Console.Error, CancellationToken.None);
