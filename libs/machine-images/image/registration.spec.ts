import { created, rootVolume } from './image.testing';
import { contentWith, type ImageContent } from './registration';

const bare = { rootDeviceName: '/dev/xvda', blockDeviceMappings: [] };
const full: ImageContent = {
  ...bare,
  ...{ architecture: 'arm64', virtualizationType: 'hvm', bootMode: 'uefi', enaSupport: false },
  ...{ sriovNetSupport: 'simple', imdsSupport: 'v2.0', tpmSupport: 'v2.0' },
};

describe('What is made of an image', () => {
  it.each([
    ['what it says', full],
    ['nothing that it does not say', bare],
  ])('has other devices, and besides them %s', (_, content) => {
    const blockDeviceMappings = [rootVolume];
    expect(contentWith(content, blockDeviceMappings)).toStrictEqual({ ...content, blockDeviceMappings });
  });

  it('has nothing of its name, its owner, or where it came from', () => {
    const { data } = created() as { readonly data: ImageContent };
    expect(contentWith(data, [])).toStrictEqual({
      ...bare,
      architecture: 'x86_64',
      virtualizationType: 'hvm',
    });
  });
});
