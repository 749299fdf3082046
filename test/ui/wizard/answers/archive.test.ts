import {expect, it} from 'vitest';
import {parseCluster} from '../../../../source/cluster/file/parse.ts';
import {answersOfCluster} from '../../../../source/ui/wizard/answers/answers-of-cluster.ts';
import {readAnswers} from '../../../../source/ui/wizard/answers/reading.ts';

it('an archive of the file stands in the file that is written from the answers', () => {
	const cluster = parseCluster(
		`name: orders
hosts: [a]
roles: {controller: [a], kafka: [a]}
platform:
  source: {archive: /x/kafka_2.13-4.3.1.tgz, sha512: /x/kafka_2.13-4.3.1.tgz.sha512}
  java: {archive: /x/jre-17.tar.gz}
`,
		'kafka-setup.yaml',
	);
	const {text, problems} = readAnswers(answersOfCluster(cluster));
	expect([...problems]).toEqual([]);
	expect(parseCluster(text, 'kafka-setup.yaml').platform).toEqual(cluster.platform);
});
