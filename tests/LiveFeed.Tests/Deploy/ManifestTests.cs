using System.Globalization;
using k8s.Models;
using YamlDotNet.Core;

namespace LiveFeed.Tests.Deploy;

public sealed class ManifestTests
{
    [Fact]
    public void Every_manifest_is_read_strictly_and_is_in_the_same_namespace()
    {
        Assert.Equal(Directory.GetFiles(DeployFolder.Manifests).Length + 1, Manifests.All.Count); // two of an Ingress
        var names = Manifests.All.OfType<IMetadata<V1ObjectMeta>>().Where(one => one is not V1Namespace)
            .Select(one => one.Metadata.NamespaceProperty);
        Assert.All(names, name => Assert.Equal(Assert.Single(Manifests.All.OfType<V1Namespace>()).Metadata.Name, name));
    }

    [Fact]
    public void The_namespace_is_made_before_what_is_in_it() => Assert.IsType<V1Namespace>(Manifests.All[0]);

    [Fact]
    public void No_address_of_a_stream_is_in_the_access_log_of_an_ingress() => Assert.All(
        Manifests.All.OfType<V1Ingress>(),
        ingress => Assert.Equal(
            "false", ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/enable-access-log"]));

    [Fact]
    public void The_memory_of_a_pod_is_enough_for_its_clients_and_a_request_for_it_for_those_that_the_autoscaler_wants()
    {
        var resources = Manifests.Container.Resources;
        var most = int.Parse(Manifests.Settings["LiveFeed__Limits__Connections"], CultureInfo.InvariantCulture);
        var metric = Assert.Single(Assert.Single(Manifests.All.OfType<V2HorizontalPodAutoscaler>()).Spec.Metrics);

        Assert.True(resources.Limits["memory"].ToDecimal() >= DeployFolder.MemoryFor(most));
        Assert.True(
            resources.Requests["memory"].ToDecimal() >= DeployFolder.MemoryFor(metric.Pods.Target.AverageValue.ToInt32()));
    }

    [Fact]
    public void A_field_that_does_not_exist_is_found()
    {
        var yaml = File.ReadAllText(Path.Combine(DeployFolder.Manifests, "deployment.yaml"))
            .With(("readOnlyRootFilesystem", "readOnlyRoot"));

        Assert.Throws<YamlException>(() => Manifests.Parse(yaml).ToList());
    }

    [Fact]
    public void The_pod_may_do_nothing_but_serve()
    {
        var (pod, container) = (Manifests.Pod.SecurityContext, Manifests.Container.SecurityContext);

        Assert.True(pod.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SeccompProfile.Type);
        Assert.True(container.ReadOnlyRootFilesystem);
        Assert.False(container.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.Capabilities.Drop);
        Assert.False(Manifests.Pod.AutomountServiceAccountToken);
        var image = DeployFolder.Read("Dockerfile");
        Assert.Contains($"USER {pod.RunAsUser}\n", image, StringComparison.Ordinal);
        Assert.Contains($"--chown={pod.RunAsUser}:{pod.RunAsGroup} ", image, StringComparison.Ordinal);
    }

    [Fact]
    public void Probes_ask_paths_of_the_service_and_liveness_never_asks_the_log()
    {
        var container = Manifests.Container;

        Assert.Equal("/healthz/serving", container.ReadinessProbe.HttpGet.Path);
        Assert.All(
            [container.StartupProbe, container.LivenessProbe], probe => Assert.Equal("/healthz/live", probe.HttpGet.Path));
        Assert.All(
            [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe],
            probe => Assert.Equal("http", probe.HttpGet.Port.Value));
    }

    [Fact]
    public void Every_port_is_that_where_the_service_listens()
    {
        var port = Assert.Single(Manifests.Container.Ports);

        Assert.Equal($"http://*:{port.ContainerPort}", Manifests.Settings["Urls"]);
        Assert.Contains($"EXPOSE {port.ContainerPort}\n", DeployFolder.Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains($"_HTTP_PORTS={port.ContainerPort} ", DeployFolder.Read("Dockerfile"), StringComparison.Ordinal);
        var service = Assert.Single(Manifests.All.OfType<V1Service>());
        Assert.Equal(port.Name, Assert.Single(service.Spec.Ports).TargetPort.Value);
        Assert.All(
            Manifests.All.OfType<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths),
            path => Assert.Equal(
                (service.Metadata.Name, Assert.Single(service.Spec.Ports).Name),
                (path.Backend.Service.Name, path.Backend.Service.Port.Name)));
    }

    [Fact]
    public void A_pod_is_killed_no_sooner_than_five_seconds_after_its_drain()
    {
        var drain = TimeSpan.Parse(Manifests.Settings["LiveFeed__Delivery__Drain"], CultureInfo.InvariantCulture);

        Assert.True(Manifests.Pod.TerminationGracePeriodSeconds >= drain.TotalSeconds + 5);
        Assert.Null(Manifests.Container.Lifecycle); // no preStop: the service drains by itself
    }

    [Fact]
    public void A_rolling_update_takes_away_no_pod_before_another_is_there()
    {
        var update = Assert.Single(Manifests.All.OfType<V1Deployment>()).Spec.Strategy.RollingUpdate;

        Assert.Equal(("0", "1"), (update.MaxUnavailable.Value, update.MaxSurge.Value));
    }

    [Fact]
    public void What_selects_pods_selects_those_of_the_deployment()
    {
        var deployment = Assert.Single(Manifests.All.OfType<V1Deployment>());
        var labels = deployment.Spec.Template.Metadata.Labels;

        Assert.Equal(labels, deployment.Spec.Selector.MatchLabels);
        Assert.Equal(labels, Assert.Single(Manifests.All.OfType<V1Service>()).Spec.Selector);
        Assert.Equal(labels, Assert.Single(Manifests.All.OfType<V1PodDisruptionBudget>()).Spec.Selector.MatchLabels);
        var autoscaler = Assert.Single(Manifests.All.OfType<V2HorizontalPodAutoscaler>());
        Assert.Equal(deployment.Metadata.Name, autoscaler.Spec.ScaleTargetRef.Name);
    }

    [Fact]
    public void The_autoscaler_asks_for_a_metric_that_the_adapter_makes_of_one_of_the_service()
    {
        var metric = Assert.Single(Assert.Single(Manifests.All.OfType<V2HorizontalPodAutoscaler>()).Spec.Metrics);
        var rules = Manifests.All.OfType<V1ConfigMap>().Single(map => map.Metadata.Name == "livefeed-adapter-rules");

        Assert.Contains($"as: {metric.Pods.Metric.Name}\n", rules.Data["config.yaml"], StringComparison.Ordinal);
        Assert.Contains("seriesQuery: 'livefeed_clients_connected{", rules.Data["config.yaml"], StringComparison.Ordinal);
        var most = int.Parse(Manifests.Settings["LiveFeed__Limits__Connections"], CultureInfo.InvariantCulture);
        Assert.InRange(metric.Pods.Target.AverageValue.ToInt32(), 1, most / 2);
    }
}
